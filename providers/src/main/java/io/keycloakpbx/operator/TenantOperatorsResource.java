package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.UserModel;

/**
 * The operators of a tenant, for the admin console: by the rules of the contract's resources, searched, and with refusals in
 * the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantOperatorsResource {

    private static final Page.Length LENGTH = new Page.Length(100, 1, 500);
    private static final String SEARCH = "search";
    private static final int SEARCH_LENGTH = 255;

    private final OperatorRequest request;
    private final Access access;

    TenantOperatorsResource(OperatorRequest request) {
        this.request = request;
        this.access = new Access(request.auth(), RefusalRenderer.ADMIN);
    }

    /**
     * Lists the operators whom the caller may view by email address, {@code first} left out and {@code max} at most, up to 500.
     * The header {@code X-Total-Count} tells how many there are in all.
     *
     * @param search a part of the email address, the user name, the first or the last name
     */
    @GET
    @Operation(
            operationId = "listTenantOperators",
            summary = "Lists the operators whom the caller may view, by email address")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-500")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description = "A part of the email address, the user name, the first or the last name",
            schema = @Schema(type = SchemaType.STRING, maxLength = SEARCH_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "The operators",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ConsoleOperatorRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam(SEARCH) String search) {
        request.requireViewListed(access);
        requireTenant();
        String text = QueryText.of(SEARCH, search, SEARCH_LENGTH, RefusalRenderer.ADMIN);
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        JpaOperators.Page found = new JpaOperators(request.session(), request.realm())
                .page(request.viewed(), text, page.first(), page.max());
        return Page.answer(
                found.operators().stream()
                        .map(new ConsoleOperators(request)::listed)
                        .toList(),
                found.total());
    }

    private void requireTenant() {
        ConsoleRefusals.refusing(() -> request.requireTenant());
    }

    /** Signs up an operator, who gets a mail to verify the email address. */
    @POST
    @Operation(
            operationId = "signUpTenantOperator",
            summary = "Signs up an operator, who gets a mail to verify the email address")
    @RequestBodySchema(ConsoleOperatorBody.New.class)
    @APIResponseSchema(value = SignedUp.class, responseCode = "201", responseDescription = "The operator is there")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    public Response signUp(InputStream body) {
        access.require(request.mayManageRoles(), AdminRoles.MANAGE_USERS);
        requireTenant();
        OperatorRepresentation made =
                ConsoleRefusals.refusing(() -> new Operators(request).signUp(ConsoleOperatorBody.ofSignUp(body)));
        return Response.created(request.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(made.id())
                        .build())
                .entity(new SignedUp(made.id(), made.verificationEmailSent()))
                .build();
    }

    /** Gets an operator. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getTenantOperator", summary = "Gets an operator, with what it may do now")
    @APIResponseSchema(
            value = ConsoleOperatorRepresentation.class,
            responseCode = "200",
            responseDescription = "The operator")
    public ConsoleOperatorRepresentation get(@PathParam("id") String id) {
        UserModel user = ConsoleRefusals.refusing(() -> OperatorsResource.viewable(request, access, id));
        return representation(user);
    }

    private ConsoleOperatorRepresentation representation(UserModel user) {
        return ConsoleRefusals.refusing(
                () -> new ConsoleOperators(request).one(user, new Operators(request).find(user.getId())));
    }

    /** Changes an operator, if it is as the caller has read it; what is left out stays as it is. 409 where it is another by now. */
    @PUT
    @Path("{id}")
    @Operation(
            operationId = "changeTenantOperator",
            summary = "Changes an operator, if it is as the caller has read it; what is left out stays as it is")
    @RequestBodySchema(ConsoleOperatorBody.Change.class)
    @APIResponseSchema(
            value = ConsoleOperatorRepresentation.class,
            responseCode = "200",
            responseDescription = "The operator as it is now")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public ConsoleOperatorRepresentation change(@PathParam("id") String id, InputStream body) {
        UserModel user = ConsoleRefusals.refusing(() -> OperatorsResource.manageable(request, access, id));
        ConsoleRefusals.refusing(() -> new Operators(request).change(user, ConsoleOperatorBody.ofChange(body)));
        return representation(user);
    }

    /**
     * Removes an operator, who is a user of the tenant's realm, and all that is the user's, if it is as the caller has read it.
     * 409 where it is another by now.
     */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "removeTenantOperator",
            summary = "Removes an operator, the user account included, if it is as the caller has read it")
    @Parameter(
            name = ConsoleOperatorBody.EXPECTED_VERSION,
            in = ParameterIn.QUERY,
            required = true,
            description = "The version of the operator as it was read",
            schema = @Schema(type = SchemaType.INTEGER, format = "int32", minimum = "0"))
    @APIResponse(responseCode = "204", description = "The operator is gone")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void remove(
            @PathParam("id") String id, @QueryParam(ConsoleOperatorBody.EXPECTED_VERSION) String expectedVersion) {
        UserModel user = ConsoleRefusals.refusing(() -> OperatorsResource.manageable(request, access, id));
        long version = ConsoleOperatorBody.expectedVersion(expectedVersion);
        ConsoleRefusals.refusing(() -> new Operators(request).remove(user, version));
    }

    /** The sessions of an operator. */
    @Path("{id}/sessions")
    public TenantOperatorSessionsResource sessions(@PathParam("id") String id) {
        return new TenantOperatorSessionsResource(request, id);
    }

    /** An operator who has been signed up. */
    @Schema(
            name = "SignedUpTenantOperator",
            description = "An operator who has been signed up",
            additionalProperties = Schema.False.class,
            requiredProperties = "id")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignedUp(
            String id,
            @Schema(description = "Whether the mail server has taken the mail, where that has been waited for")
                    Boolean verificationEmailSent) {}
}
