package io.keycloakpbx.securitykey;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.store.StorableText;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/security-keys}: what administrators see of the realm's keys, and their revocation. Keys
 * concern users' accounts, so reading needs the permission to view users and revoking the permission to manage them.
 */
@Tag(name = "Security keys")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public final class SecurityKeyAdminResource {

    static final String RESOURCE_TYPE = "SECURITY_KEY";

    private static final Page.Length PAGE = new Page.Length(100, 1, 500);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Access access;
    private final AdminEventBuilder adminEvent;

    SecurityKeyAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.access = new Access(auth, RefusalRenderer.ADMIN);
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
    }

    /** The keys that have not expired, at most 500 at a time, those that expire first at the front. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSecurityKeys",
            summary = "Lists the keys that have not expired, those that expire first at the front")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-500")
    @APIResponse(
            responseCode = "200",
            description = "The keys",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = SecurityKeySummary.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam("purpose") String purpose, @QueryParam("user") String userId) {
        access.requireViewUsers();
        Page page = Page.firstMax(session.getContext().getUri().getQueryParameters(), PAGE, RefusalRenderer.ADMIN);
        String of = storable(purpose);
        return Page.answer(
                provider().list(realm, of, userId, page.first(), page.max()),
                provider().count(realm, of, userId));
    }

    /** Revokes one key. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "revokeSecurityKey", summary = "Revokes a key")
    @APIResponse(responseCode = "204", description = "Revoked")
    public void revoke(@PathParam("id") String id) {
        access.requireManageUsers();
        if (!provider().revoke(realm, StorableText.id(id))) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.NOT_FOUND, "Security key not found"));
        }
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .success();
    }

    /** Revokes all keys of a purpose or all keys for a user, and answers how many they were. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "revokeSecurityKeys", summary = "Revokes all keys of a purpose or all keys for a user")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponseSchema(
            value = RevokedSecurityKeys.class,
            responseCode = "200",
            responseDescription = "How many they were")
    public RevokedSecurityKeys revokeAll(@QueryParam("purpose") String purpose, @QueryParam("user") String userId) {
        access.requireManageUsers();
        if ((purpose == null) == (userId == null)) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.of(Response.Status.BAD_REQUEST, "One of purpose and user is required"));
        }
        int revoked = purpose == null
                ? provider().revokeByUser(realm, userId)
                : provider().revokeByPurpose(realm, storable(purpose));
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .representation(Map.of(
                        purpose == null ? "user" : "purpose",
                        purpose == null ? userId : purpose,
                        "revoked",
                        Integer.toString(revoked)))
                .success();
        return new RevokedSecurityKeys(revoked);
    }

    private static String storable(String purpose) {
        return purpose == null ? null : StorableText.id(purpose);
    }

    private SecurityKeyProvider provider() {
        return session.getProvider(SecurityKeyProvider.class);
    }
}
