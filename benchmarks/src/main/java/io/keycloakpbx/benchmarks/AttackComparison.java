package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sign-in at one tenant while passwords are guessed at another one, against the same while nobody guesses. People sign in
 * at both tenants all the time.
 */
final class AttackComparison implements Comparison {

    private static final int ATTACKERS = 4;
    private static final Duration GUESS_EVERY = Duration.ofMillis(100);

    /** An address is blocked long before; then the attacker takes another one. */
    private static final int GUESSES_PER_ADDRESS = 100;

    private static final Duration SIGN_IN_EVERY = Duration.ofSeconds(1);
    private static final String ACME = "/admin/realms/acme";

    /** One that nobody in the tenant has, and one that somebody has. */
    private static final List<String> TARGETS = List.of("nobody", "102");

    private final Site site;
    private final Users neighbours;
    private final Users ownUsers;
    private final AtomicInteger guesses = new AtomicInteger();

    AttackComparison(Site site) {
        this.site = site;
        this.neighbours = Users.create(site, "globex", "neighbour");
        this.ownUsers = Users.create(site, "acme", "attacked");
        TenantApi api = new TenantApi(site);
        String admin = api.adminToken();
        ObjectNode acme = (ObjectNode) api.get(admin, ACME);
        acme.withObjectProperty("attributes").put("pbx.basicAuth", "true");
        api.put(admin, ACME, acme);
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return SignIn.of(site, "globex.example.com", neighbours);
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return bundle();
    }

    @Override
    public List<ChainBuilder> beside(Side side) {
        List<ChainBuilder> beside = new ArrayList<>();
        beside.add(pace(SIGN_IN_EVERY).exec(SignIn.of(site, "acme.example.com", ownUsers)));
        if (side == Side.BUNDLE) {
            for (int i = 0; i < ATTACKERS; i++) {
                beside.add(pace(GUESS_EVERY).exec(exec(i % 2 == 0 ? guessBySignIn() : guessByBasic())));
            }
        }
        return beside;
    }

    @Override
    public boolean isJudgedByTail() {
        return true;
    }

    private HttpRequestActionBuilder guessBySignIn() {
        return http("guess by sign_in")
                .post(site.url("/realms/master/api/auth/sign_in"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", session -> address())
                .body(StringBody(session -> SignIn.body(target(), guess(), "acme.example.com")))
                .check(status().not(200));
    }

    private HttpRequestActionBuilder guessByBasic() {
        return http("guess by Basic")
                .get(site.url(TenantApi.SERVERS))
                .header("X-Forwarded-For", session -> address())
                .header(
                        "Authorization",
                        session -> "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((target() + ":" + guess()).getBytes(StandardCharsets.UTF_8)))
                .check(status().not(200));
    }

    private String address() {
        int number = guesses.get() / GUESSES_PER_ADDRESS;
        return "203." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private String target() {
        return TARGETS.get(guesses.get() % TARGETS.size());
    }

    private String guess() {
        return "Guessed-" + guesses.incrementAndGet() + "!";
    }
}
