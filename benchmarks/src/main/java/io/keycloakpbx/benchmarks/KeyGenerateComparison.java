package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.concurrent.atomic.AtomicLong;

/** A new security key against a new access token, the stock way to hand out something that proves a right. */
final class KeyGenerateComparison implements Comparison {

    /** Each key is for a value of its own, across comparisons: a second key for a value would replace the first. */
    private static final AtomicLong VALUES = new AtomicLong();

    private final Site site;
    private final String token;

    KeyGenerateComparison(Site site) {
        this.site = site;
        this.token = new TenantApi(site).integrationToken();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("key")
                .post(site.url("/realms/acme/security-keys"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .body(StringBody(session ->
                        """
                        {"lifeSpan":3600,"purpose":"benchmark","value":"account %d"}"""
                                .formatted(VALUES.incrementAndGet())))
                .check(substring("\"keyCode\"").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return TokenRequest.clientCredentials(site, TenantApi.INTEGRATION, TenantApi.INTEGRATION_SECRET);
    }
}
