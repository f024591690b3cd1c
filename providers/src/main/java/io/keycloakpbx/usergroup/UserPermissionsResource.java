package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.EntityList;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;

/** What is said of permissions for single users of a realm. */
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "400", ref = "RefusedXml")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedXml")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "503", ref = "RefusedXml")
public class UserPermissionsResource {

    private static final List<String> ROOTS = List.of("user");

    private final SipXcomRequest request;

    UserPermissionsResource(SipXcomRequest request) {
        this.request = request;
    }

    /** Lists the users whom the caller may view, with what is said for them: up to 1,000 on a page. */
    @GET
    @Operation(operationId = "listUserPermissions", summary = "Lists the users with their own permissions")
    @Parameter(ref = "page")
    @Parameter(ref = "pagesize")
    @Parameter(ref = "sortby")
    @Parameter(ref = "sortdir")
    @APIResponse(
            responseCode = "200",
            description = "The users",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserPermissionRepresentation.Many.class))
            })
    public Response list() {
        request.requireViewListedUsers();
        EntityList.By order = request.order(UserGroupProvider.USER_SORTS);
        Viewed viewed = request.viewer().users();
        List<PbxPermission> permissions = request.permissions().permissions(request.realm());
        SipXcomRequest.Found<FoundGroupUsers> found = request.page(
                SipXcomRequest.list(
                        (first, max) -> request.groups().users(request.realm(), viewed, order, first, max),
                        FoundGroupUsers::total),
                PermissionChange.most(permissions.size()));
        Map<String, Map<String, PermissionValue>> said = PermissionChange.inParts(
                found.page().users().stream().map(GroupUser::id).toList(),
                part -> request.permissions().ofUsers(request.realm(), part));
        List<UserPermissionRepresentation> users = found.page().users().stream()
                .map(user -> UserPermissionRepresentation.of(user, permissions, said.getOrDefault(user.id(), Map.of())))
                .toList();
        return request.answer(
                new UserPermissionRepresentation.Many(new UserPermissionRepresentation.Page(found.metadata(), users)),
                UserPermissionRepresentation.ITEMS);
    }

    /** Refuses to change what has no id. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response replaceNothing() {
        request.requireManageSomeUsers();
        throw SipXcomAnswer.refused(SipXcomCode.ERROR_MISSING_ID, null, null);
    }

    /** Gets a user with what is said of each permission. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getUserPermission", summary = "Gets a user with the user's own permissions")
    @APIResponse(
            responseCode = "200",
            description = "The user",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserPermissionRepresentation.One.class))
            })
    public Response get(@PathParam("id") String id) {
        request.requireViewSomeUsers();
        UserModel user = request.user(id);
        request.requireView(user);
        return request.answer(
                new UserPermissionRepresentation.One(UserPermissionRepresentation.of(
                        request.groups().of(request.realm(), user),
                        request.permissions().permissions(request.realm()),
                        said(user))),
                UserPermissionRepresentation.ITEMS);
    }

    private Map<String, PermissionValue> said(UserModel user) {
        return request.permissions()
                .ofUsers(request.realm(), List.of(user.getId()))
                .getOrDefault(user.getId(), Map.of());
    }

    /** Changes what is said of the permissions of the body, and of no others. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "changeUserPermission", summary = "Changes permissions of a user")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserPermissionRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "200", ref = "UpdatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response change(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageSomeUsers();
        Map<String, Optional<PermissionValue>> settings =
                SipXcomBody.read(body, type, ROOTS).settings();
        UserModel user = request.user(id);
        request.requireManage(user);
        int number = SipXcomRequest.number(id);
        PermissionChange change = request.permissionChange();
        Map<String, Optional<PermissionValue>> allowed = change.allowed(said(user), settings);
        change.event(ResourceType.USER, "users", user.getId(), SipXcomAnswer.changed(number, () -> request.permissions()
                .setOfUser(request.realm(), user, allowed, Map.of())));
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_UPDATED, number);
    }
}
