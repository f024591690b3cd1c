package io.keycloakpbx.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
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
    void saysThatThereIsNone() {
        assertThat(MailCatcher.page(List.of())).contains("None yet.");
    }
}
