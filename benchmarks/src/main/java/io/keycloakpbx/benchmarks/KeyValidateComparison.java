package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The use of a security key against a new access token. Each key is used once, so they are issued beforehand. */
final class KeyValidateComparison implements Comparison {

    private static final int ISSUERS = 8;

    /** Fails as it should when the keys run out: it is refused. */
    private static final String NO_KEY = "{}";

    private final Site site;
    private final String token;
    private final Queue<String> proofs = new ConcurrentLinkedQueue<>();

    /**
     * Issues keys for as long as the comparison takes. The bundle has half of that time only, and half of this half with
     * one client alone.
     */
    KeyValidateComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        String issuer = api.integrationToken();
        long end = System.nanoTime() + site.underLoad().toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(ISSUERS);
        try {
            Stream.generate(() -> CompletableFuture.runAsync(() -> issue(api, issuer, end), threads))
                    .limit(ISSUERS)
                    .toList()
                    .forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        this.token = api.integrationToken();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("validate")
                .post(site.url("/realms/acme/security-keys/validate"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .body(StringBody(session -> {
                    String proof = proofs.poll();
                    return proof == null ? NO_KEY : proof;
                }))
                .check(substring("\"value\"").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return TokenRequest.clientCredentials(site, TenantApi.INTEGRATION, TenantApi.INTEGRATION_SECRET);
    }

    private void issue(TenantApi api, String issuer, long end) {
        while (System.nanoTime() < end) {
            JsonNode key = api.post(
                    issuer,
                    "/realms/acme/security-keys",
                    Map.of("lifeSpan", 3600, "purpose", "benchmark", "value", UUID.randomUUID()));
            proofs.add("""
                    {"keyCode":"%s","keyHash":"%s","purpose":"benchmark"}"""
                    .formatted(key.path("keyCode").asText(), key.path("keyHash").asText()));
        }
    }
}
