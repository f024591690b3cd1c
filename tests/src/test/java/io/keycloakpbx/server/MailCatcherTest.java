package io.keycloakpbx.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MailCatcherTest {

    @Test
    void whatAMailSaysIsTextAndItsLinksCanBeFollowed() throws Exception {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setSubject("<script>alert(1)</script>");
        mail.setRecipients(Message.RecipientType.TO, "101@acme.example.com");
        mail.setText("<b>Click</b> http://localhost:3000/callback?token=a&user=\"x\"><img src=x>");
        assertThat(MailCatcher.page(List.of(mail)))
                .contains("<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>")
                .contains("To 101@acme.example.com")
                .contains(
                        "&lt;b&gt;Click&lt;/b&gt; <a href=\"http://localhost:3000/callback?token=a&amp;user=&quot;x&quot;&gt;&lt;img\">")
                .doesNotContain("<script", "<img", "<b>");
    }

    @Test
    void aMailToNobodyAndOneWithoutPartsAreShown() throws Exception {
        MimeMessage nobody = new MimeMessage(Session.getInstance(new Properties()));
        nobody.setText("hello");
        MimeMessage empty = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream("Subject: empty\r\nTo: a@b.example\r\nContent-Type: multipart/mixed;"
                        .concat(" boundary=x\r\n\r\n--x--\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
        assertThat(MailCatcher.page(List.of(nobody, empty)))
                .contains("To nobody whom it names")
                .contains("<pre>hello</pre>")
                .contains("<article>", "</body>");
    }

    @Test
    void forgetsMailsWhenTheyBecomeTooManyAlsoWhereNobodyLooks() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            // The page's port is 7000 above.
            port = 20_000 + free.getLocalPort() % 30_000;
        }
        try (MailCatcher catcher = MailCatcher.start(port)) {
            Session session = Session.getInstance(new Properties());
            MimeMessage mail = new MimeMessage(session);
            mail.setRecipients(Message.RecipientType.TO, "101@acme.example.com");
            mail.setText("hello");
            mail.saveChanges();
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect(catcher.host(), catcher.port(), null, null);
                for (int i = 0; i < 501; i++) {
                    transport.sendMessage(mail, mail.getAllRecipients());
                }
            }
            String page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(catcher.page()).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(page.split("<article>")).hasSize(2);
        }
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(MailCatcher.page(List.of())).contains("None yet.");
    }
}
