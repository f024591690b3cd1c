package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.store.StorableText;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The sessions of an operator. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
public class OperatorSessionsResource {

    /** Why a session has ended, in its event. */
    static final String BY_ADMINISTRATOR = "ended_by_administrator";

    private static final int MAX_SESSIONS = 1_000;

    private final OperatorRequest request;
    private final String operatorId;

    OperatorSessionsResource(OperatorRequest request, String operatorId) {
        this.request = request;
        this.operatorId = operatorId;
    }

    /** Lists the sessions, the latest first. */
    @GET
    @Operation(operationId = "listOperatorSessions", summary = "Lists the sessions of an operator, the latest first")
    @APIResponseSchema(
            value = OperatorSessionRepresentation.Many.class,
            responseCode = "200",
            responseDescription = "The sessions")
    public OperatorSessionRepresentation.Many list() {
        UserModel user = OperatorsResource.viewable(request, request.access(), operatorId);
        List<OperatorSessionRepresentation> sessions = request.session()
                .sessions()
                .getUserSessionsStream(request.realm(), user)
                .sorted(Comparator.comparingInt(UserSessionModel::getStarted).reversed())
                .limit(MAX_SESSIONS)
                .map(this::representation)
                .toList();
        return new OperatorSessionRepresentation.Many(sessions.size(), request.tenantId(), sessions);
    }

    /** Gets a session. */
    @GET
    @Path("{session_id}")
    @Operation(operationId = "getOperatorSession", summary = "Gets a session of an operator")
    @APIResponseSchema(
            value = OperatorSessionRepresentation.class,
            responseCode = "200",
            responseDescription = "The session")
    public OperatorSessionRepresentation get(@PathParam("session_id") String id) {
        return representation(session(OperatorsResource.viewable(request, request.access(), operatorId), id));
    }

    /** Ends a session, with Keycloak's single sign-out. */
    @DELETE
    @Path("{session_id}")
    @Operation(operationId = "endOperatorSession", summary = "Ends a session of an operator, with single sign-out")
    @APIResponseSchema(
            value = OperatorSessionRepresentation.class,
            responseCode = "200",
            responseDescription = "The session that has ended")
    public OperatorSessionRepresentation end(@PathParam("session_id") String id) {
        return end(OperatorsResource.manageable(request, request.access(), operatorId), id);
    }

    /** Ends a session of an operator whom the caller may manage. */
    OperatorSessionRepresentation end(UserModel user, String id) {
        UserSessionModel session = session(user, id);
        OperatorSessionRepresentation ended = representation(session);
        SignOut.from(request.session(), session);
        TenantEvent.of(request.session(), request.realm(), EventType.LOGOUT)
                .user(user)
                .session(id)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.REASON, BY_ADMINISTRATOR)
                .success();
        request.adminEvent()
                .resource(ResourceType.USER_SESSION)
                .operation(OperationType.DELETE)
                .resourcePath("users", user.getId(), "sessions", id)
                .success();
        return ended;
    }

    private UserSessionModel session(UserModel user, String id) {
        UserSessionModel session =
                StorableText.is(id) ? request.session().sessions().getUserSession(request.realm(), id) : null;
        if (session == null
                || session.getUser() == null
                || !session.getUser().getId().equals(user.getId())) {
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND, "The operator has no such session");
        }
        return session;
    }

    private OperatorSessionRepresentation representation(UserSessionModel session) {
        return OperatorSessionRepresentation.of(request.realm(), request.tenantId(), operatorId, session);
    }
}
