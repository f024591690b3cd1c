package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** The stock request of machines: an access token for a client's own service account. No password is hashed for it. */
final class TokenRequest {

    private TokenRequest() {}

    static HttpRequestActionBuilder clientCredentials(Site site, String client, String secret) {
        return http("token of " + client)
                .post(site.url("/realms/acme/protocol/openid-connect/token"))
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", secret)
                .check(substring("\"access_token\"").exists());
    }
}
