package io.keycloakpbx.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.tests.RoundRobin.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * People of a tenant who sign in, look around, refresh and sign out, over and over, each request at the node whose turn it
 * is. Nobody tries a request again: whose session is in doubt begins a new one.
 */
final class SignInLoad implements AutoCloseable {

    private static final int REFRESHES = 2;
    private static final int PAUSE_MILLIS = 50;

    /** A machine that is busy with something else takes its time. */
    private static final int PATIENCE_SECONDS = 150;

    private final RoundRobin nodes;
    private final Realm tenant;
    private final String password;
    private final ObjectMapper json = new ObjectMapper();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ExecutorService people;
    private volatile boolean over;

    /** Begins. The tenant has a {@code frontendUrl}, so that each node takes tokens of the other. */
    SignInLoad(RoundRobin nodes, Realm tenant, List<String> usernames, String password) {
        this.nodes = nodes;
        this.tenant = tenant;
        this.password = password;
        this.people = Executors.newFixedThreadPool(usernames.size());
        usernames.forEach(username -> people.submit(() -> {
            try {
                while (!over) {
                    session(username);
                }
            } catch (RuntimeException e) {
                answers.add(new Answer(-1, Instant.now(), -1, e.toString()));
            }
        }));
    }

    private void session(String username) {
        JsonNode tokens = sent(nodes.post(
                "/realms/master/api/auth/sign_in",
                null,
                body(Map.of("username", username, "password", password, "domain", tenant.name()))));
        sent(nodes.get("/realms/master/api/info?domain=" + tenant.name(), null));
        for (int i = 0; tokens != null && i < REFRESHES; i++) {
            sent(nodes.get(tenant.path("/protocol/openid-connect/userinfo"), access(tokens)));
            tokens = sent(nodes.post(
                    tenant.path("/api/auth/refresh_token"),
                    null,
                    body(Map.of("refresh_token", tokens.path("refresh_token").asText()))));
        }
        if (tokens != null) {
            sent(nodes.post(tenant.path("/api/auth/sign_out"), access(tokens), ""));
        }
    }

    private static String access(JsonNode tokens) {
        return tokens.path("access_token").asText();
    }

    private String body(Map<String, String> members) {
        return json.valueToTree(members).toString();
    }

    /** Writes an answer down; its body, or null where the request has failed. */
    private JsonNode sent(Answer answer) {
        answers.add(answer);
        try {
            pause();
            return answer.isSuccess() ? json.readTree(answer.body()) : null;
        } catch (IOException e) {
            answers.add(new Answer(answer.node(), answer.sent(), 0, "no JSON: " + answer.body()));
            return null;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until a node has answered so many more requests. */
    void awaitAnswers(int node, int more) {
        long wanted = answersOf(node) + more;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (answersOf(node) < wanted) {
            if (System.nanoTime() > end) {
                throw new AssertionError("node " + node + " does not answer; failures: " + failures());
            }
            pause();
        }
    }

    private long answersOf(int node) {
        return answers.stream()
                .filter(answer -> answer.node() == node && answer.isSuccess())
                .count();
    }

    /** The requests that have had no success. */
    List<Answer> failures() {
        return answers.stream().filter(answer -> !answer.isSuccess()).toList();
    }

    /** Ends it, when each request has come to its end. */
    @Override
    public void close() {
        over = true;
        people.shutdown();
        try {
            if (!people.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("A request does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
