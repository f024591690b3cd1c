package io.keycloakpbx.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A request with a simple web token, against the same with an access token of the same user. Either one token is sent again
 * and again, or each request comes from an address that the server has not seen with its token for as long as it keeps them.
 */
final class WrapComparison implements Comparison {

    private static final int SESSIONS = 16;

    private final Site site;
    private final boolean distinct;
    private final List<String> webTokens;
    private final List<String> accessTokens;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param distinct whether each request comes from another address */
    WrapComparison(Site site, boolean distinct) {
        this.site = site;
        this.distinct = distinct;
        TenantApi api = new TenantApi(site);
        SimpleWebTokens.optIn(api);
        Users users = Users.create(site, "acme", distinct ? "wrapped" : "wrap")
                .with(site, "acme", "Production", "Agent")
                .with(site, "acme", "realm-management", "view-users");
        List<String> names =
                IntStream.range(0, SESSIONS).mapToObj(i -> users.next()).toList();
        this.webTokens = names.stream()
                .limit(distinct ? SESSIONS : 1)
                .map(name -> api.login(SimpleWebTokens.LOGIN, SimpleWebTokens.login(name, Users.PASSWORD)))
                .toList();
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
                .header("X-Forwarded-For", session -> address())
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

    /** Of 2 to the power of 23, those of a network that is no one's. */
    private String address() {
        int host = turn.get() & 0x7f_ffff;
        return distinct
                ? "10." + (host >> 16) + '.' + (host >> 8 & 0xff) + '.' + (host & 0xff)
                : ComparisonSimulation.CLIENT;
    }
}
