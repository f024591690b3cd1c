package io.keycloakpbx.benchmarks.tenants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** The requests that are measured, of the bundle and of stock Keycloak. A side that has no such request has null. */
final class Requests {

    private static final int PAGE = 20;

    private final ObjectNode template;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param template the realm file that tenants are made from */
    Requests(ObjectNode template) {
        this.template = template;
    }

    /** Makes a tenant of a name; stock Keycloak makes a realm of the same file, which is no tenant. */
    Call make(Site site, Side side, String name) {
        return side == Side.BUNDLE
                ? new Call(
                        site.admin(Site.TENANTS)
                                .POST(site.json(Map.of("name", name, "sipDomain", name)))
                                .build(),
                        201)
                : new Call(
                        site.admin("/admin/realms")
                                .POST(BodyPublishers.ofString(
                                        template.deepCopy().put("realm", name).toString()))
                                .build(),
                        201);
    }

    /** Deletes what {@link #make} has made. */
    Call delete(Site site, Side side, String name) {
        return new Call(
                site.admin((side == Side.BUNDLE ? Site.TENANTS : "/admin/realms") + "/" + name)
                        .DELETE()
                        .build(),
                204);
    }

    BiFunction<Site, Tenant, Call> of(Work work, Side side) {
        boolean bundle = side == Side.BUNDLE;
        return switch (work) {
            case LOOK_UP, LOOK_UP_COLD -> bundle ? this::lookUp : this::realm;
            case LOOK_UP_UNKNOWN, LOOK_UP_IN_100000 -> bundle ? (site, tenant) -> lookUpUnknown(site) : null;
            case SIGN_IN, SIGN_IN_COLD -> bundle ? this::signIn : this::passwordGrant;
            case REFRESH -> bundle ? this::refresh : (site, tenant) -> refreshGrant(site);
            case LIST -> bundle ? this::list : (site, tenant) -> realms(site);
            case SEARCH -> bundle ? this::search : null;
            case READ -> bundle ? this::read : this::readRealm;
            case WRITE -> bundle ? this::write : this::writeRealm;
            case MAKE, MAKE_CPU, DELETE, DELETE_CPU -> throw new IllegalArgumentException(work.name());
        };
    }

    private Call lookUp(Site site, Tenant tenant) {
        return new Call(
                site.request("/realms/master/api/info?domain=" + tenant.sipDomain())
                        .GET()
                        .build(),
                200);
    }

    private Call realm(Site site, Tenant tenant) {
        return new Call(site.request("/realms/" + tenant.realm()).GET().build(), 200);
    }

    /** Nothing is kept of it in memory: each asks the database. */
    private Call lookUpUnknown(Site site) {
        return new Call(
                site.request("/realms/master/api/info?domain=unknown" + turn.incrementAndGet() + ".example.test")
                        .GET()
                        .build(),
                404);
    }

    private Call signIn(Site site, Tenant tenant) {
        return new Call(
                site.request("/realms/master/api/auth/sign_in")
                        .header("Content-Type", "application/json")
                        .POST(site.json(Map.of(
                                "username", Tenant.USER, "password", Tenant.PASSWORD, "domain", tenant.sipDomain())))
                        .build(),
                200);
    }

    private Call passwordGrant(Site site, Tenant tenant) {
        return new Call(
                site.token(
                        tenant.realm(),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "pbx-rest",
                                "client_secret",
                                tenant.restSecret(),
                                "username",
                                Tenant.USER,
                                "password",
                                Tenant.PASSWORD,
                                "scope",
                                "openid")),
                200);
    }

    /** Of one session, which is refreshed again and again; the first call begins it. */
    private Call refresh(Site site, Tenant tenant) {
        String token = site.refreshToken(Side.BUNDLE);
        Call call = token == null
                ? signIn(site, tenant)
                : new Call(
                        site.request("/realms/master/api/auth/refresh_token")
                                .header("Content-Type", "application/json")
                                .POST(site.json(Map.of("refresh_token", token)))
                                .build(),
                        200);
        return new Call(call.request(), 200, answer -> site.keepRefreshToken(Side.BUNDLE, answer));
    }

    /** Likewise. All are of the first tenant, whose client it is. */
    private Call refreshGrant(Site site) {
        Tenant first = site.tenants().get(0);
        String token = site.refreshToken(Side.STOCK);
        Call call = token == null
                ? passwordGrant(site, first)
                : new Call(
                        site.token(
                                first.realm(),
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "client_id",
                                        "pbx-rest",
                                        "client_secret",
                                        first.restSecret(),
                                        "refresh_token",
                                        token)),
                        200);
        return new Call(call.request(), 200, answer -> site.keepRefreshToken(Side.STOCK, answer));
    }

    private Call list(Site site, Tenant tenant) {
        return new Call(
                site.admin(Site.TENANTS + "?max=" + PAGE + "&first="
                                + Math.max(0, site.tenants().indexOf(tenant) - PAGE))
                        .GET()
                        .build(),
                200);
    }

    private Call realms(Site site) {
        return new Call(
                site.admin("/admin/realms?briefRepresentation=true").GET().build(), 200);
    }

    /** By the middle of its name. */
    private Call search(Site site, Tenant tenant) {
        String part = tenant.sipDomain().substring(1, tenant.sipDomain().indexOf('.'));
        return new Call(
                site.admin(Site.TENANTS + "?max=" + PAGE + "&search=" + URLEncoder.encode(part, StandardCharsets.UTF_8))
                        .GET()
                        .build(),
                200);
    }

    private Call read(Site site, Tenant tenant) {
        return new Call(
                site.admin(Site.TENANTS + "/" + tenant.sipDomain()).GET().build(), 200);
    }

    private Call readRealm(Site site, Tenant tenant) {
        return new Call(site.admin("/admin/realms/" + tenant.realm()).GET().build(), 200);
    }

    private Call write(Site site, Tenant tenant) {
        return new Call(
                site.admin(Site.TENANTS + "/" + tenant.sipDomain())
                        .PUT(site.json(Map.of("name", "Tenant " + turn.incrementAndGet())))
                        .build(),
                204);
    }

    private Call writeRealm(Site site, Tenant tenant) {
        return new Call(
                site.admin("/admin/realms/" + tenant.realm())
                        .PUT(site.json(Map.of("displayName", "Tenant " + turn.incrementAndGet())))
                        .build(),
                204);
    }
}
