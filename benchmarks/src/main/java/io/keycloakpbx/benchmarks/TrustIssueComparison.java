package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** A SAML assertion by WS-Trust, against an access token of the token endpoint: the same users and passwords. */
final class TrustIssueComparison implements Comparison {

    private final Site site;
    private final Users users;
    private final StockGrant grant;

    TrustIssueComparison(Site site) {
        this.site = site;
        this.users = Users.create(site, "acme", "trusted").with(site, "acme", "Production", "Agent");
        this.grant = StockGrant.create(site);
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("issue")
                .post(site.url(TrustMessage.PATH))
                .header("Content-Type", TrustMessage.CONTENT_TYPE)
                .body(StringBody(session -> TrustMessage.issue("acme\\" + users.next(), Users.PASSWORD)))
                .check(substring("SignatureValue").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return grant.of(users);
    }
}
