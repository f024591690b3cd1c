package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** Whether an assertion is valid, against the introspection of an access token of the same user. */
final class TrustValidateComparison implements Comparison {

    private final Site site;
    private final String message;
    private final String accessToken;

    TrustValidateComparison(Site site) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        Users users = Users.create(site, "acme", "validated").with(site, "acme", "Production", "Agent");
        String user = users.next();
        this.message = TrustMessage.validate(TrustMessage.assertion(api.soap(
                TrustMessage.PATH, TrustMessage.CONTENT_TYPE, TrustMessage.issue("acme\\" + user, Users.PASSWORD))));
        this.accessToken = api.userToken("pbx-rest", "pbx-rest-demo", user);
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("validate")
                .post(site.url(TrustMessage.PATH))
                .header("Content-Type", TrustMessage.CONTENT_TYPE)
                .body(StringBody(message))
                .check(substring("status/valid").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return http("introspect")
                .post(site.url("/realms/acme/protocol/openid-connect/token/introspect"))
                .formParam("client_id", "pbx-rest")
                .formParam("client_secret", "pbx-rest-demo")
                .formParam("token", accessToken)
                .check(substring("\"active\":true").exists());
    }
}
