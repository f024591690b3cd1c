package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.FormBrowser;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The link with which somebody chooses a first password. */
final class Invitation {

    private static final Pattern PROCEED = Pattern.compile("href=\"([^\"]*action-token[^\"]*)\"");

    private Invitation() {}

    /** Opens the link, goes on, and chooses a password: the page where it ends. */
    static FormBrowser.Page accept(FormBrowser browser, String link, String password) {
        FormBrowser.Page first = browser.open(URI.create(link));
        Matcher proceed = PROCEED.matcher(first.body());
        assertThat(proceed.find()).as("a link to go on:%n%s", first).isTrue();
        return browser.open(first.url().resolve(proceed.group(1).replace("&amp;", "&")))
                .submit("password-new", password, "password-confirm", password);
    }
}
