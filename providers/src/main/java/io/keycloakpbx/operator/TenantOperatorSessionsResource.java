package io.keycloakpbx.operator;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The sessions of an operator, for the admin console. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantOperatorSessionsResource {

    private static final int MAX_SESSIONS = 100;

    private final OperatorRequest request;
    private final String operatorId;
    private final Access access;

    TenantOperatorSessionsResource(OperatorRequest request, String operatorId) {
        this.request = request;
        this.operatorId = operatorId;
        this.access = new Access(request.auth(), RefusalRenderer.ADMIN);
    }

    /** Lists the sessions, 100 at most, the latest first. */
    @GET
    @Operation(
            operationId = "listTenantOperatorSessions",
            summary = "Lists the sessions of an operator, 100 at most, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "The sessions",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ConsoleSessionRepresentation.class)))
    public List<ConsoleSessionRepresentation> list() {
        UserModel user = ConsoleRefusals.refusing(() -> OperatorsResource.viewable(request, access, operatorId));
        return request.session()
                .sessions()
                .getUserSessionsStream(request.realm(), user)
                .sorted(Comparator.comparingInt(UserSessionModel::getStarted).reversed())
                .limit(MAX_SESSIONS)
                .map(ConsoleSessionRepresentation::of)
                .toList();
    }

    /** Ends a session, with Keycloak's single sign-out. */
    @DELETE
    @Path("{sessionId}")
    @Operation(
            operationId = "endTenantOperatorSession",
            summary = "Ends a session of an operator, with single sign-out")
    @APIResponse(responseCode = "204", description = "The session has ended")
    public void end(@PathParam("sessionId") String id) {
        ConsoleRefusals.refusing(() -> new OperatorSessionsResource(request, operatorId)
                .end(OperatorsResource.manageable(request, access, operatorId), id));
    }

    /** Ends all sessions, with Keycloak's single sign-out; tokens that were issued until now are good no more. */
    @DELETE
    @Operation(
            operationId = "endTenantOperatorSessions",
            summary = "Ends all sessions of an operator, with single sign-out; tokens are good no more")
    @APIResponse(responseCode = "204", description = "The sessions have ended")
    public void endAll() {
        UserModel user = ConsoleRefusals.refusing(() -> OperatorsResource.manageable(request, access, operatorId));
        SignOut.everywhere(request.session(), request.realm(), user, () -> TenantEvent.of(
                        request.session(), request.realm(), EventType.LOGOUT)
                .detail(Details.REASON, OperatorSessionsResource.BY_ADMINISTRATOR));
        request.adminEvent()
                .resource(ResourceType.USER)
                .operation(OperationType.ACTION)
                .resourcePath("users", user.getId(), "logout")
                .success();
    }
}
