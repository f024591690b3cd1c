package io.keycloakpbx.tests.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.keycloakpbx.tests.Realm;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server on loopback that keeps what it receives. */
public final class Mailbox implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6,})\\s*$");
    private static final Pattern LINK = Pattern.compile("(?m)^(https?://\\S+)\\s*$");

    private final GreenMail server;

    public Mailbox() {
        server = new GreenMail(ServerSetup.SMTP.dynamicPort());
        server.start();
    }

    /** Where it listens on loopback. */
    public int port() {
        return server.getSmtp().getPort();
    }

    /** Sends a realm's mail here. */
    public void receive(Realm realm) {
        realm.update(representation -> smtp(representation, port()));
    }

    /** Sends a realm's mail to where nothing listens. */
    public static void loseMailOf(Realm realm) {
        realm.update(representation -> smtp(representation, 1));
    }

    /** Keycloak's settings of this mail server, as a user of it. */
    public Map<String, String> smtpServer(String user, String password) {
        server.setUser(user, password);
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port()),
                "from",
                "pbx@mail.test",
                "auth",
                "true",
                "user",
                user,
                "password",
                password);
    }

    private static void smtp(ObjectNode realm, int port) {
        realm.putObject("smtpServer")
                .put("host", "127.0.0.1")
                .put("port", Integer.toString(port))
                .put("from", "pbx@mail.test");
    }

    /** All mails to an address, oldest first. */
    public List<MimeMessage> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> address.equals(GreenMailUtil.getAddressList(recipients(mail))))
                .toList();
    }

    List<MimeMessage> all() {
        return List.of(server.getReceivedMessages());
    }

    /** The code in the newest mail to an address. */
    public String code(String address) {
        return match(CODE, address);
    }

    /** The link in the newest mail to an address. */
    public String link(String address) {
        return match(LINK, address);
    }

    private String match(Pattern pattern, String address) {
        List<MimeMessage> mails = to(address);
        assertThat(mails).as("mails to %s", address).isNotEmpty();
        Matcher matcher = pattern.matcher(text(mails.get(mails.size() - 1)));
        assertThat(matcher.find()).as("%s in the mail", pattern).isTrue();
        return matcher.group(1);
    }

    /** The plain text of a mail, decoded. */
    static String text(MimeMessage mail) {
        return part(mail, 0);
    }

    /** The HTML of a mail, decoded. */
    public static String html(MimeMessage mail) {
        return part(mail, 1);
    }

    private static String part(MimeMessage mail, int number) {
        try {
            Object content = mail.getContent();
            return content instanceof Multipart parts
                    ? parts.getBodyPart(number).getContent().toString().replace("\r", "")
                    : content.toString().replace("\r", "");
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Address[] recipients(MimeMessage mail) {
        try {
            return mail.getAllRecipients();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
