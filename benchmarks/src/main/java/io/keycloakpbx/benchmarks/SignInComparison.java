package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** Sign-in by SIP domain against the token endpoint: the same user, client, scope and grant. */
final class SignInComparison implements Comparison {

    private final Site site;

    SignInComparison(Site site) {
        this.site = site;
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("sign_in")
                .post(site.url("/realms/master/api/auth/sign_in"))
                .header("Content-Type", "application/json")
                .body(
                        StringBody(
                                """
                        {"username":"101","password":"Pbx-demo-101!","domain":"acme.example.com"}"""))
                .check(substring("\"access_token\"").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return http("token")
                .post(site.url("/realms/acme/protocol/openid-connect/token"))
                .formParam("grant_type", "password")
                .formParam("client_id", "pbx-rest")
                .formParam("client_secret", "pbx-rest-demo")
                .formParam("username", "101")
                .formParam("password", "Pbx-demo-101!")
                .formParam("scope", "openid")
                .check(substring("\"access_token\"").exists());
    }
}
