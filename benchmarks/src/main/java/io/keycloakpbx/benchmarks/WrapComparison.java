package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A request with a simple web token, against the same with an access token of the same user. Either one token is sent again
 * and again, or each is another, which the server has not seen for as long as it keeps them.
 */
final class WrapComparison implements Comparison {

    /** The seconds of one session are too few tokens. */
    private static final int SESSIONS = 16;

    private final Site site;
    private final List<String> webTokens = new ArrayList<>();
    private final List<String> accessTokens;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param distinct whether each request has another token */
    WrapComparison(Site site, boolean distinct) {
        this.site = site;
        TenantApi api = new TenantApi(site);
        SimpleWebTokens.optIn(api);
        Users users = Users.create(site, "acme", distinct ? "wrapped" : "wrap")
                .with(site, "acme", "Production", "Agent")
                .with(site, "acme", "realm-management", "view-users");
        List<String> names =
                IntStream.range(0, SESSIONS).mapToObj(i -> users.next()).toList();
        if (distinct) {
            names.forEach(name -> webTokens.addAll(SimpleWebTokens.ofOneSession(api, name)));
            Collections.shuffle(webTokens, new Random(1));
        } else {
            webTokens.add(SimpleWebTokens.ofOneSession(api, names.get(0)).get(0));
        }
        this.accessTokens = names.stream()
                .map(name -> api.userToken("pbx-rest", "pbx-rest-demo", name))
                .toList();
    }

    @Override
    public HttpRequestActionBuilder bundle() {
        return http("versions, WRAP")
                .get(site.url("/admin/realms/acme/securitydata/VersionInformation"))
                .header(
                        "Authorization",
                        session -> "WRAP access_token=\""
                                + webTokens.get(Math.floorMod(turn.getAndIncrement(), webTokens.size())) + '"')
                .check(substring("costGuardBundle").exists());
    }

    @Override
    public HttpRequestActionBuilder stock() {
        return http("versions, Bearer")
                .get(site.url("/admin/realms/acme/securitydata/VersionInformation"))
                .header(
                        "Authorization",
                        session -> "Bearer "
                                + accessTokens.get(Math.floorMod(turn.getAndIncrement(), accessTokens.size())))
                .check(substring("costGuardBundle").exists());
    }
}
