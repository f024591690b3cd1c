package io.keycloakpbx.operator;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.keycloak.UserId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

/** The operators of a tenant. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
public class OperatorsResource {

    private static final Page.Length LENGTH = new Page.Length(1_000, 1, 1_000);

    private final OperatorRequest request;

    OperatorsResource(OperatorRequest request) {
        this.request = request;
    }

    /** Lists the operators by email address. */
    @GET
    @Operation(operationId = "listOperators", summary = "Lists the operators, by email address")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-1000.all")
    @APIResponseSchema(
            value = OperatorRepresentation.Many.class,
            responseCode = "200",
            responseDescription = "A page of the operators")
    public OperatorRepresentation.Many list() {
        request.requireViewListed();
        request.requireTenant();
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, OperatorErrors.REFUSALS);
        JpaOperators.Page found = new JpaOperators(request.session(), request.realm())
                .page(request.viewed(), null, page.first(), page.max());
        return new OperatorRepresentation.Many(
                found.total(),
                request.tenantId(),
                found.operators().stream()
                        .map(user ->
                                OperatorRepresentation.of(request.session(), request.realm(), request.tenantId(), user))
                        .toList());
    }

    /** Gets an operator. */
    @GET
    @Path("{operator_id}")
    @Operation(operationId = "getOperator", summary = "Gets an operator")
    @APIResponseSchema(value = OperatorRepresentation.class, responseCode = "200", responseDescription = "The operator")
    public OperatorRepresentation get(@PathParam("operator_id") String id) {
        UserModel user = viewable(request, request.access(), id);
        return OperatorRepresentation.of(
                request.session(), request.realm(), request.tenantId(), new Operators(request).find(user.getId()));
    }

    /** Changes an operator; members that are left out stay as they are. */
    @PUT
    @Path("{operator_id}")
    @Operation(
            operationId = "changeOperator",
            summary = "Changes an operator; members that are left out stay as they are")
    @RequestBodySchema(OperatorBody.Change.class)
    @APIResponseSchema(
            value = OperatorRepresentation.class,
            responseCode = "200",
            responseDescription = "The operator as it is now")
    public OperatorRepresentation change(@PathParam("operator_id") String id, InputStream body) {
        UserModel user = manageable(request, request.access(), id);
        return new Operators(request).change(user, OperatorInput.ofChange(body, request.tenantId(), user.getId()));
    }

    /** Removes an operator. */
    @DELETE
    @Path("{operator_id}")
    @Operation(operationId = "removeOperator", summary = "Removes an operator")
    @APIResponseSchema(
            value = OperatorRepresentation.class,
            responseCode = "200",
            responseDescription = "The operator as it was")
    public OperatorRepresentation remove(@PathParam("operator_id") String id) {
        return new Operators(request).remove(manageable(request, request.access(), id));
    }

    /** The sessions of an operator. */
    @Path("{operator_id}/sessions")
    public OperatorSessionsResource sessions(@PathParam("operator_id") String id) {
        return new OperatorSessionsResource(request, id);
    }

    /**
     * The operator of an id, whom the caller may view. One whom the caller may not is as one that is not there.
     *
     * @param access refuses who may view nobody
     */
    static UserModel viewable(OperatorRequest request, Access access, String id) {
        UserModel user = user(request, id);
        if (user == null || !request.auth().users().canView(user)) {
            // Who may view all users is told that there is none.
            access.requireViewUsers();
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND);
        }
        return operator(request, user);
    }

    /** The operator of an id, whom the caller may manage, likewise: what a change answers tells all of the operator. */
    static UserModel manageable(OperatorRequest request, Access access, String id) {
        UserModel user = user(request, id);
        UserPermissionEvaluator may = request.auth().users();
        if (user == null || !may.canView(user) || !may.canManage(user)) {
            access.requireManageUsers();
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND);
        }
        return operator(request, user);
    }

    private static UserModel user(OperatorRequest request, String id) {
        return UserId.find(request.session(), request.realm(), id);
    }

    private static UserModel operator(OperatorRequest request, UserModel user) {
        request.requireTenant();
        if (!Boolean.parseBoolean(user.getFirstAttribute(OperatorAttributes.OPERATOR))) {
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND);
        }
        return user;
    }
}
