package io.keycloakpbx.discovery;

import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.TenantProvider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.services.cors.Cors;
import org.keycloak.wellknown.WellKnownProvider;

/**
 * Tells a PBX app that knows only a SIP address where to sign in (RFC 7033, OpenID Connect Discovery section 2). Says
 * nothing about the user: every address of a tenant has the same answer.
 */
final class WebFingerProvider implements WellKnownProvider {

    static final String ISSUER = "http://openid.net/specs/connect/1.0/issuer";

    private static final int MAX_RESOURCE_LENGTH = 1_024;
    private static final Pattern ADDRESS = Pattern.compile("(acct|sip|sips):([^@]+)@(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:\\S+", Pattern.CASE_INSENSITIVE);

    private final KeycloakSession session;

    WebFingerProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Object getConfig() {
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        List<String> resources = query.getOrDefault("resource", List.of());
        if (resources.size() != 1
                || resources.get(0).length() > MAX_RESOURCE_LENGTH
                || !URI.matcher(resources.get(0)).matches()) {
            throw refusal(
                    Response.Status.BAD_REQUEST,
                    "invalid_request",
                    "The parameter resource must be given once, as acct:user@domain, sip:user@domain or sips:user@domain");
        }
        String resource = resources.get(0);
        Matcher address = ADDRESS.matcher(resource);
        boolean isAddress = address.matches();
        if (!isAddress && resource.toLowerCase(Locale.ROOT).matches("(acct|sips?):.*")) {
            throw refusal(
                    Response.Status.BAD_REQUEST,
                    "invalid_request",
                    "The address must be acct:user@domain, sip:user@domain or sips:user@domain");
        }
        RealmModel realm = isAddress
                ? SipDomain.parse(domain(address))
                        .map(TenantProvider.of(session)::getRealmBySipDomain)
                        .orElse(null)
                : null;
        if (realm == null || !realm.isEnabled()) {
            throw refusal(Response.Status.NOT_FOUND, "not_found", "No tenant has this SIP domain");
        }
        List<String> relations = query.getOrDefault("rel", List.of());
        String issuer = Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName());
        return Map.of(
                "subject",
                resource,
                "links",
                relations.isEmpty() || relations.contains(ISSUER)
                        ? List.of(Map.of("rel", ISSUER, "href", issuer))
                        : List.of());
    }

    /** A SIP URI may go on with parameters and headers (RFC 3261 section 19.1.1). */
    private static String domain(Matcher address) {
        return address.group(1).toLowerCase(Locale.ROOT).startsWith("sip")
                ? address.group(3).split("[;?]", 2)[0]
                : address.group(3);
    }

    private static WebApplicationException refusal(Response.Status status, String error, String description) {
        return new WebApplicationException(Cors.builder()
                .allowAllOrigins()
                .add(Response.status(status)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(Map.of("error", error, "error_description", description))));
    }

    @Override
    public void close() {}
}
