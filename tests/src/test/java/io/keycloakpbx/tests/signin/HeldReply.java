package io.keycloakpbx.tests.signin;

import io.keycloakpbx.tests.Realm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A way to a mail server for one mail: the server has it at once, and whoever sends it is told so when the test says so. */
final class HeldReply implements AutoCloseable {

    /** The reply before the text of a mail. */
    private static final String BEGIN = "354";

    private final ServerSocket here;
    private final CountDownLatch released = new CountDownLatch(1);

    /** The way that the mails of a realm take from now on. */
    HeldReply(Realm realm, Mailbox mailbox) throws IOException {
        here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        here.setSoTimeout(20_000);
        realm.update(settings -> settings.putObject("smtpServer")
                .put("host", "127.0.0.1")
                .put("port", Integer.toString(here.getLocalPort()))
                .put("from", "pbx@mail.test"));
        start(() -> pass(mailbox.port()));
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "held-reply");
        thread.setDaemon(true);
        thread.start();
    }

    private void pass(int port) {
        try (Socket sender = here.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            start(() -> passOn(sender, server));
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream back = sender.getOutputStream();
            for (String reply = replies.readLine(); reply != null; reply = replies.readLine()) {
                back.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
                back.flush();
                if (reply.startsWith(BEGIN)) {
                    released.await();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passOn(Socket sender, Socket server) {
        try {
            sender.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the sender know. */
    void release() {
        released.countDown();
    }

    @Override
    public void close() throws IOException {
        release();
        here.close();
    }
}
