package io.keycloakpbx.lockout;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The client addresses that may not sign in to a realm for a while. Who may see and release locked users, may do so with
 * addresses. Errors have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Address lock")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class BlockedAddressesResource {

    static final String RESOURCE_TYPE = "PBX_BLOCKED_ADDRESS";

    private static final Page.Length LENGTH = new Page.Length(100, 1, 1_000);
    private static final String SEARCH = "search";

    /** Longer than any address. */
    private static final int SEARCH_LENGTH = 64;

    private final RealmModel realm;
    private final Access access;
    private final AdminEventBuilder adminEvent;
    private final AddressLockProvider locks;

    BlockedAddressesResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.realm = realm;
        this.access = new Access(auth, RefusalRenderer.ADMIN);
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.locks = AddressLockProvider.of(session);
    }

    /**
     * Lists them in their order, {@code first} left out and {@code max} at most, 1 to 1,000. The header
     * {@code X-Total-Count} tells how many there are in all.
     *
     * @param search how the addresses begin
     */
    @GET
    @Operation(operationId = "listBlockedAddresses", summary = "Lists the addresses that may not sign in for a while")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-1000")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description = "How the addresses begin",
            schema = @Schema(type = SchemaType.STRING, maxLength = SEARCH_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "The addresses",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = BlockedAddressRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam(SEARCH) String search, @Context UriInfo request) {
        access.requireViewUsers();
        String beginning = QueryText.of(SEARCH, search, SEARCH_LENGTH, RefusalRenderer.ADMIN);
        Page page = Page.firstMax(request.getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        return Page.answer(locks.search(realm, beginning, page.first(), page.max()), locks.count(realm, beginning));
    }

    /** Lets an address sign in again; 404 where no sign-in from it has failed. */
    @DELETE
    @Path("{address}")
    @Operation(operationId = "clearBlockedAddress", summary = "Lets an address sign in again")
    @APIResponse(responseCode = "204", description = "It may sign in")
    public void clear(@PathParam("address") String address) {
        access.requireManageUsers();
        if (!locks.clear(realm, address)) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.of(Response.Status.NOT_FOUND, "No failed sign-ins from this address"));
        }
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath("blocked-addresses", address)
                .success();
    }
}
