package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that begins to answer and then sends a byte each second for as long as somebody listens: it is never
 * silent, and never done.
 */
public final class Drip implements AutoCloseable {

    private static final int WAIT_SECONDS = 60;

    private final byte[] beginning;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    public Drip(String beginning) {
        this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Waits until somebody has called. */
    public void awaitConnection() throws InterruptedException {
        assertThat(connected.await(WAIT_SECONDS, TimeUnit.SECONDS))
                .as("somebody calls")
                .isTrue();
    }

    /** Waits until one of the callers has had enough. */
    public void awaitEnd() throws InterruptedException {
        assertThat(ended.await(WAIT_SECONDS, TimeUnit.SECONDS))
                .as("a caller gives up")
                .isTrue();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                connected.countDown();
                threads.execute(() -> drip(socket));
            }
        } catch (IOException e) {
            // This is how it is told that the server is closed.
            closing.countDown();
        }
    }

    private void drip(Socket socket) {
        try (socket) {
            socket.getOutputStream().write(beginning);
            do {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
            } while (!closing.await(1, TimeUnit.SECONDS));
        } catch (IOException e) {
            ended.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
