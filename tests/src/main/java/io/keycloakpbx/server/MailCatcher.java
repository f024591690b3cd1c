package io.keycloakpbx.server;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mail server on loopback that delivers nothing: a page shows what it has received, the newest first. It holds the mails
 * in memory, and forgets them all when they become too many.
 */
final class MailCatcher implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    /** The page's port is so much above that of SMTP. */
    private static final int PAGE = 7000;

    private static final int MOST_MAILS = 500;
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>]+");

    private final GreenMail mail;
    private final HttpServer web;
    private final int port;
    private int held;

    private MailCatcher(GreenMail mail, HttpServer web, int port) {
        this.mail = mail;
        this.web = web;
        this.port = port;
    }

    /**
     * Begins to take mail.
     *
     * @param port of SMTP
     * @throws ServerException if one of the two ports is in use
     */
    static MailCatcher start(int port) {
        HttpServer web;
        try {
            web = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), port + PAGE), 0);
        } catch (IOException e) {
            throw new ServerException(
                    "Port " + (port + PAGE) + ", of the page with mails, is in use. Choose another one for mail:"
                            + " ./start --mail-port " + (port + 1),
                    e);
        }
        GreenMail mail = new GreenMail(new ServerSetup(port, HOST, ServerSetup.PROTOCOL_SMTP));
        try {
            mail.start();
        } catch (IllegalStateException e) {
            web.stop(0);
            throw new ServerException(
                    "Port " + port + ", of SMTP, is in use. Choose another one: ./start --mail-port " + (port + 1), e);
        }
        MailCatcher catcher = new MailCatcher(mail, web, port);
        catcher.holdFew();
        web.createContext("/", catcher::answer);
        web.start();
        return catcher;
    }

    /** Counts what arrives, whether or not anybody looks at the page. */
    private void holdFew() {
        UserManager users = mail.getUserManager();
        MessageDeliveryHandler delivery = users.getMessageDeliveryHandler();
        users.setMessageDeliveryHandler((message, address) -> {
            synchronized (this) {
                if (held == MOST_MAILS) {
                    try {
                        mail.purgeEmailFromAllMailboxes();
                    } catch (FolderException e) {
                        throw new IllegalStateException(e);
                    }
                    held = 0;
                }
                held++;
            }
            return delivery.handle(message, address);
        });
    }

    /** The page with the mails. */
    URI page() {
        return URI.create("http://localhost:" + (port + PAGE));
    }

    /** Where SMTP listens, as a realm's {@code smtpServer} says it. */
    String host() {
        return HOST;
    }

    int port() {
        return port;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().equals("/")
                    && exchange.getRequestMethod().equals("GET")
                    // A page elsewhere whose name leads here by DNS would otherwise read the mails.
                    && List.of("localhost:" + (port + PAGE), HOST + ":" + (port + PAGE))
                            .contains(exchange.getRequestHeaders().getFirst("Host"));
            byte[] body = (known ? page(mails()) : "Not here").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", known ? "text/html; charset=utf-8" : "text/plain");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders()
                    .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The newest first. */
    private List<MimeMessage> mails() {
        List<MimeMessage> mails = Arrays.asList(mail.getReceivedMessages());
        Collections.reverse(mails);
        return mails;
    }

    static String page(List<MimeMessage> mails) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mails</title>"
                + "<style>body{font-family:sans-serif;max-width:50em;margin:2em auto}pre{white-space:pre-wrap;"
                + "overflow-wrap:anywhere;border-bottom:1px solid;padding-bottom:1em}</style></head><body><h1>Mails</h1>"
                + (mails.isEmpty() ? "<p>None yet. Load this page again after something was mailed.</p>" : "")
                + mails.stream().map(MailCatcher::article).collect(Collectors.joining())
                + "</body></html>";
    }

    private static String article(MimeMessage mail) {
        try {
            return "<article><h2>" + escaped(mail.getSubject()) + "</h2><p>To " + escaped(recipients(mail)) + ", "
                    + escaped(String.valueOf(mail.getSentDate())) + "</p><pre>" + linked(escaped(text(mail)))
                    + "</pre></article>";
        } catch (MessagingException | IOException e) {
            return "<article><p>A mail that cannot be read: " + escaped(e.getMessage()) + "</p></article>";
        }
    }

    private static String recipients(MimeMessage mail) throws MessagingException {
        Address[] recipients = mail.getAllRecipients();
        return recipients == null
                ? "nobody whom it names"
                : Arrays.stream(recipients).map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Keycloak sends each mail as text and as HTML. */
    private static String text(MimeMessage mail) throws MessagingException, IOException {
        Object content = mail.getContent();
        if (content instanceof Multipart parts) {
            content = parts.getCount() == 0 ? "" : parts.getBodyPart(0).getContent();
        }
        return content.toString();
    }

    private static String linked(String escaped) {
        return LINK.matcher(escaped).replaceAll("<a href=\"$0\">$0</a>");
    }

    private static String escaped(String text) {
        return text == null
                ? ""
                : text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;");
    }

    @Override
    public void close() {
        web.stop(0);
        mail.stop();
    }
}
