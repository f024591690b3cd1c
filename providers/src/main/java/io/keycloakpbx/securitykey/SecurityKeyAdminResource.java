package io.keycloakpbx.securitykey;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/security-keys}: what administrators see of the realm's keys, and their revocation. Keys
 * concern users' accounts, so reading needs the permission to view users and revoking the permission to manage them.
 */
public final class SecurityKeyAdminResource {

    static final String RESOURCE_TYPE = "SECURITY_KEY";

    private static final int MAX_PAGE = 500;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    SecurityKeyAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
    }

    /** The keys that have not expired, at most 500 at a time, those that expire first at the front. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<SecurityKeySummary> list(
            @QueryParam("purpose") String purpose,
            @QueryParam("user") String userId,
            @QueryParam("first") @DefaultValue("0") int first,
            @QueryParam("max") @DefaultValue("100") int max) {
        auth.users().requireView();
        if (first < 0 || max < 1 || max > MAX_PAGE) {
            throw ErrorResponse.error(
                    "first must not be negative and max must be from 1 to " + MAX_PAGE, Response.Status.BAD_REQUEST);
        }
        return provider().list(realm, purpose, userId, first, max);
    }

    /** Revokes one key. */
    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) {
        auth.users().requireManage();
        if (!provider().revoke(realm, id)) {
            throw new NotFoundException("Security key not found");
        }
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .success();
    }

    /** Revokes all keys of a purpose or all keys for a user, and answers how many they were. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Integer> revokeAll(@QueryParam("purpose") String purpose, @QueryParam("user") String userId) {
        auth.users().requireManage();
        if ((purpose == null) == (userId == null)) {
            throw ErrorResponse.error("One of purpose and user is required", Response.Status.BAD_REQUEST);
        }
        int revoked = purpose == null
                ? provider().revokeByUser(realm, userId)
                : provider().revokeByPurpose(realm, purpose);
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .representation(Map.of(
                        purpose == null ? "user" : "purpose",
                        purpose == null ? userId : purpose,
                        "revoked",
                        Integer.toString(revoked)))
                .success();
        return Map.of("revoked", revoked);
    }

    private SecurityKeyProvider provider() {
        return session.getProvider(SecurityKeyProvider.class);
    }
}
