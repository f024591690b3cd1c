package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** A tenant's public values against a realm's. */
final class InfoComparison implements Comparison {

    private final Site site;

    InfoComparison(Site site) {
        this.site = site;
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("info")
                .get(site.url("/realms/master/api/info?domain=acme.example.com"))
                .check(substring("acme.example.com").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return http("realm")
                .get(site.url("/realms/acme"))
                .check(substring("\"public_key\"").exists());
    }
}
