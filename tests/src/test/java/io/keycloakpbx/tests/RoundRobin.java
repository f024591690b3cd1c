package io.keycloakpbx.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain load balancer: each request goes to the next node that says that it is ready, over a connection of its own; to any
 * other where that does not take it. What a node has taken is never sent again. Safe for use by several threads.
 */
final class RoundRobin implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 120_000;

    /** How often nodes are asked: many times while one that stops still takes requests. */
    private static final int LOOK_MILLIS = 200;

    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);

    /**
     * How often in a row a node has to say that it is not ready. Once is too few: a node that stays may say so when the cluster
     * changes, as long as it writes the table of its members.
     */
    private static final int MISSES = 2;

    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+) *$");
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final List<Keycloak> nodes;
    private final AtomicIntegerArray misses;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient health = HttpClient.newHttpClient();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    /**
     * What came of a request.
     *
     * @param node the number of the node that took it, -1 where none did
     * @param sent when
     * @param status of the answer; 0 where it did not come, or not whole
     */
    record Answer(int node, Instant sent, int status, String body) {

        boolean isSuccess() {
            return status == 200;
        }

        /** Taken by a node that ends: never answered, or refused because it ends. */
        boolean isLost() {
            return status == 0 || status == 503;
        }
    }

    RoundRobin(Keycloak... nodes) {
        this.nodes = List.of(nodes);
        this.misses = new AtomicIntegerArray(nodes.length);
        looks.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A request without a body; the token may be null. */
    Answer get(String path, String token) {
        return send("GET", path, token, "");
    }

    /** A request with a JSON body, which may be empty; the token may be null. */
    Answer post(String path, String token, String json) {
        return send("POST", path, token, json);
    }

    private Answer send(String method, String path, String token, String json) {
        for (int node : inTurn()) {
            Instant sent = Instant.now();
            URI address = nodes.get(node).baseUrl();
            try (Socket socket = new Socket()) {
                try {
                    socket.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), CONNECT_MILLIS);
                } catch (IOException notTaken) {
                    misses.set(node, MISSES);
                    continue;
                }
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.getOutputStream().write(request(method, address, path, token, json));
                return answer(node, sent, new String(socket.getInputStream().readAllBytes(), UTF_8));
            } catch (IOException e) {
                return new Answer(node, sent, 0, e.toString());
            }
        }
        return new Answer(-1, Instant.now(), 0, "no node takes requests");
    }

    /** All nodes, those that are ready first. */
    private List<Integer> inTurn() {
        int begin = turn.getAndIncrement();
        List<Integer> ready = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            int node = Math.floorMod(begin + i, nodes.size());
            (misses.get(node) < MISSES ? ready : others).add(node);
        }
        ready.addAll(others);
        return ready;
    }

    /** In HTTP/1.0, in which the end of the connection is that of the answer. */
    private static byte[] request(String method, URI address, String path, String token, String json) {
        String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        byte[] body = json.getBytes(UTF_8);
        String head = method + " " + path + " HTTP/1.0\r\nHost: " + address.getAuthority() + "\r\n" + authorization
                + (body.length == 0 ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + body.length + END_OF_HEAD;
        return (head + json).getBytes(UTF_8);
    }

    private static Answer answer(int node, Instant sent, String text) {
        int end = text.indexOf(END_OF_HEAD);
        Matcher status = STATUS.matcher(text);
        if (end < 0 || !status.find()) {
            return new Answer(node, sent, 0, text);
        }
        String body = text.substring(end + END_OF_HEAD.length());
        Matcher length = LENGTH.matcher(text.substring(0, end));
        boolean whole = !length.find() || body.getBytes(UTF_8).length == Integer.parseInt(length.group(1));
        return new Answer(node, sent, whole ? Integer.parseInt(status.group(1)) : 0, body);
    }

    private void look() {
        for (int node = 0; node < nodes.size(); node++) {
            HttpRequest request = HttpRequest.newBuilder(
                            nodes.get(node).managementUrl().resolve("/health/ready"))
                    .timeout(LOOK_TIMEOUT)
                    .build();
            try {
                int status = health.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                misses.set(node, status == 200 ? 0 : misses.get(node) + 1);
            } catch (HttpTimeoutException busy) {
                // This machine is, which says nothing of the node.
                continue;
            } catch (IOException e) {
                misses.incrementAndGet(node);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
