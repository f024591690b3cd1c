package io.keycloakpbx.tests.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.FormBrowser;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The link with which somebody chooses a password. */
public final class Invitation {

    private static final Pattern PROCEED = Pattern.compile("href=\"([^\"]*action-token[^\"]*)\"");

    private Invitation() {}

    /** Opens the link, goes on, and chooses a password: the page where it ends. */
    static FormBrowser.Page accept(FormBrowser browser, String link, String password) {
        return choose(open(browser, link), password);
    }

    /** Opens the link, and goes on: the form for the password. */
    public static FormBrowser.Page open(FormBrowser browser, String link) {
        FormBrowser.Page first = browser.open(URI.create(link));
        Matcher proceed = PROCEED.matcher(first.body());
        assertThat(proceed.find()).as("a link to go on:%n%s", first).isTrue();
        return browser.open(first.url().resolve(proceed.group(1).replace("&amp;", "&")));
    }

    /** Sends the form, with its box ticked that ends the user's other sessions. */
    public static FormBrowser.Page choose(FormBrowser.Page form, String password) {
        return form.submit("password-new", password, "password-confirm", password, "logout-sessions", "on");
    }
}
