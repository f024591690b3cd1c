package io.keycloakpbx.operator;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.role.BaseRole;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
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

/**
 * The roles of a tenant's operators, for the admin console: the custom ones, and the base roles with which of them the caller
 * may give. By the rules of the contract's resources, with refusals in the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantOperatorRolesResource {

    private static final Page.Length LENGTH = new Page.Length(100, 1, 500);
    private static final String SEARCH = "search";
    private static final int TEXT_LENGTH = 255;

    private final OperatorRequest request;
    private final Access access;
    private final CustomRoles roles;

    TenantOperatorRolesResource(OperatorRequest request) {
        this.request = request;
        this.access = new Access(request.auth(), RefusalRenderer.ADMIN);
        this.roles = new CustomRoles(request);
    }

    /**
     * Lists the custom roles by name, {@code first} left out and {@code max} at most. The header {@code X-Total-Count} tells how
     * many there are in all.
     *
     * @param search a part of the name or the description
     */
    @GET
    @Operation(operationId = "listTenantOperatorRoles", summary = "Lists the custom roles of operators by name")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-500")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description = "A part of the name or the description",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "The custom roles",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(
                            schema =
                                    @Schema(type = SchemaType.ARRAY, implementation = ConsoleRoleRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam(SEARCH) String search) {
        requireView();
        String text = QueryText.of(SEARCH, search, TEXT_LENGTH, RefusalRenderer.ADMIN);
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        // A realm has few, and their components are in its cache.
        List<OperatorRole> found =
                roles.all().stream().filter(role -> matches(role, text)).toList();
        return Page.answer(
                found.stream()
                        .skip(page.first())
                        .limit(page.max())
                        .map(this::representation)
                        .toList(),
                found.size());
    }

    private static boolean matches(OperatorRole role, String text) {
        return text == null
                || Stream.of(role.name(), role.description())
                        .filter(Objects::nonNull)
                        .anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    private ConsoleRoleRepresentation representation(OperatorRole role) {
        return ConsoleRoleRepresentation.of(role, roles.mayGrant(role));
    }

    private void requireView() {
        access.requireViewUsers();
        ConsoleRefusals.refusing(() -> request.requireTenant());
    }

    private void requireManage() {
        access.require(request.mayManageRoles(), AdminRoles.MANAGE_USERS);
        ConsoleRefusals.refusing(() -> request.requireTenant());
    }

    /** Lists the base roles that the tenant has, in the order of the contract. */
    @GET
    @Path("base")
    @Operation(
            operationId = "listTenantOperatorBaseRoles",
            summary = "Lists the base roles of operators, with which of them the caller may give")
    @APIResponse(
            responseCode = "200",
            description = "The base roles",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ConsoleBaseRoleRepresentation.class)))
    public List<ConsoleBaseRoleRepresentation> base() {
        requireView();
        OperatorRoleProvider provider = OperatorRoleProvider.of(request.session());
        RoleGrants grants = new RoleGrants(request);
        return Arrays.stream(BaseRole.values())
                .flatMap(base -> base
                        .in(request.realm())
                        .map(role -> new ConsoleBaseRoleRepresentation(
                                base.roleName(),
                                role.getDescription(),
                                provider.permissionsOf(base),
                                grants.mayGrant(role)))
                        .stream())
                .toList();
    }

    /** Makes one. */
    @POST
    @Operation(operationId = "createTenantOperatorRole", summary = "Makes a custom role of operators")
    @RequestBodySchema(ConsoleRoleBody.New.class)
    @APIResponseSchema(
            value = ConsoleRoleRepresentation.class,
            responseCode = "201",
            responseDescription = "The custom role")
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response create(InputStream body) {
        requireManage();
        OperatorRole made = ConsoleRefusals.refusing(
                () -> roles.create(ConsoleRoleBody.ofNew(body).role()));
        return Response.created(request.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(made.id())
                        .build())
                .entity(representation(made))
                .build();
    }

    /** Gets one. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getTenantOperatorRole", summary = "Gets a custom role of operators")
    @APIResponseSchema(
            value = ConsoleRoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The custom role")
    public ConsoleRoleRepresentation get(@PathParam("id") String id) {
        requireView();
        return ConsoleRefusals.refusing(() -> representation(roles.find(id)));
    }

    /** Replaces one, if it is as the caller has read it: what is not sent it has no longer. 409 where it is another by now. */
    @PUT
    @Path("{id}")
    @Operation(
            operationId = "replaceTenantOperatorRole",
            summary = "Replaces a custom role of operators, if it is as the caller has read it")
    @RequestBodySchema(ConsoleRoleBody.Change.class)
    @APIResponseSchema(
            value = ConsoleRoleRepresentation.class,
            responseCode = "200",
            responseDescription = "The custom role as it is now")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public ConsoleRoleRepresentation replace(@PathParam("id") String id, InputStream body) {
        requireManage();
        return ConsoleRefusals.refusing(() -> {
            ConsoleRoleBody.Sent sent = ConsoleRoleBody.ofChange(body, id);
            OperatorRole there = roles.locked(id);
            roles.requireGrant(there);
            requireExpected(there, sent.expectedVersion());
            return representation(roles.replace(new RoleDefinition.Read<>(
                    ConsoleRoleRepresentation.meant(sent.role().definition(), there),
                    sent.role().problems())));
        });
    }

    private static void requireExpected(OperatorRole role, long version) {
        if (ConsoleRoleRepresentation.versionOf(role) != version) {
            throw ConsoleRefusals.changed(role.name());
        }
    }

    /**
     * Removes one, with its realm role, if it is as the caller has read it; whoever has it has it no longer. 409 where it is
     * another by now.
     */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "removeTenantOperatorRole",
            summary = "Removes a custom role of operators, if it is as the caller has read it")
    @Parameter(
            name = ConsoleRoleBody.EXPECTED_VERSION,
            in = ParameterIn.QUERY,
            required = true,
            description = "The version of the role as it was read",
            schema = @Schema(type = SchemaType.INTEGER, format = "int32", minimum = "0"))
    @APIResponse(responseCode = "204", description = "The role is gone")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void remove(
            @PathParam("id") String id, @QueryParam(ConsoleRoleBody.EXPECTED_VERSION) String expectedVersion) {
        requireManage();
        ConsoleRefusals.refusing(() -> {
            long version = ConsoleOperatorBody.expectedVersion(expectedVersion);
            OperatorRole there = roles.locked(id);
            roles.requireGrant(there);
            requireExpected(there, version);
            return roles.remove(there);
        });
    }
}
