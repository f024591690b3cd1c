package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Mounts;
import io.keycloakpbx.http.TokenRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Closes the Admin API to tokens of a suspended tenant: Keycloak asks there whether a token is good, but not whether the
 * realm that issued it is enabled. A request that changes something is asked again when it is about to be kept, as the
 * suspension may have come meanwhile; reading costs no more than before. Nothing of the token is verified here, as whoever
 * claims to be of a suspended tenant is refused whether that is true or not.
 */
@Provider
@ReliesOn("org.keycloak.services.resources.admin.AdminRoot: takes bearer tokens of disabled realms")
public class SuspendedTenantFilter implements ContainerRequestFilter {

    private static final String ADMIN_PATH = "admin/";
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Context
    KeycloakSession session;

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean admin = path.startsWith(ADMIN_PATH, path.startsWith("/") ? 1 : 0);
        boolean changes = !READING.contains(request.getMethod());
        if (!admin && !(changes && Mounts.isOurs(path))) {
            return;
        }
        RealmModel realm = issuer(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
        if (realm == null || !Tenant.is(realm)) {
            return;
        }
        if (!realm.isEnabled()) {
            if (admin) {
                throw OvertakenRequest.refusal();
            }
            // A resource of ours refuses in the words of its contract.
            return;
        }
        if (changes) {
            OvertakenRequest.watch(session, realm.getId());
        }
    }

    private RealmModel issuer(String authorization) {
        if (authorization == null) {
            return null;
        }
        return TokenRealm.of(session, authorization.substring(authorization.lastIndexOf(' ') + 1))
                .orElse(null);
    }
}
