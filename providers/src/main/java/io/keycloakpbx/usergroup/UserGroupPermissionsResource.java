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
import org.keycloak.models.GroupModel;

/** What the user groups of a realm say of permissions. */
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "400", ref = "RefusedXml")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedXml")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "503", ref = "RefusedXml")
public class UserGroupPermissionsResource {

    private static final List<String> ROOTS = List.of("group", "userGroup");

    private final SipXcomRequest request;

    UserGroupPermissionsResource(SipXcomRequest request) {
        this.request = request;
    }

    /** Lists the groups that the caller may view, with what they say: up to 1,000 on a page. */
    @GET
    @Operation(operationId = "listUserGroupPermissions", summary = "Lists the user groups with their permissions")
    @Parameter(ref = "page")
    @Parameter(ref = "pagesize")
    @Parameter(ref = "sortby")
    @Parameter(ref = "sortdir")
    @APIResponse(
            responseCode = "200",
            description = "The groups",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserGroupPermissionRepresentation.Many.class))
            })
    public Response list() {
        request.requireViewListedGroups();
        EntityList.By order = request.order(UserGroupProvider.SORTS);
        Viewed viewed = request.viewer().groups();
        List<PbxPermission> permissions = request.permissions().permissions(request.realm());
        SipXcomRequest.Found<FoundUserGroups> found = request.page(
                SipXcomRequest.list(
                        (first, max) -> request.groups().groups(request.realm(), viewed, order, first, max),
                        FoundUserGroups::total),
                PermissionChange.most(permissions.size()));
        Map<String, Map<String, PermissionValue>> said = PermissionChange.inParts(
                found.page().groups().stream().map(UserGroup::id).toList(),
                part -> request.permissions().ofGroups(request.realm(), part));
        List<UserGroupPermissionRepresentation> groups = found.page().groups().stream()
                .map(group -> UserGroupPermissionRepresentation.of(
                        group, permissions, said.getOrDefault(group.id(), Map.of())))
                .toList();
        return request.answer(
                new UserGroupPermissionRepresentation.Many(
                        new UserGroupPermissionRepresentation.Page(found.metadata(), groups)),
                UserGroupPermissionRepresentation.ITEMS);
    }

    /** Refuses to change what has no id. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response replaceNothing() {
        request.requireManageSomeGroups();
        throw SipXcomAnswer.refused(SipXcomCode.ERROR_MISSING_ID, null, null);
    }

    /** Gets a group with what it says of each permission. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getUserGroupPermission", summary = "Gets a user group with its permissions")
    @APIResponse(
            responseCode = "200",
            description = "The group",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserGroupPermissionRepresentation.One.class))
            })
    public Response get(@PathParam("id") String id) {
        request.requireViewSomeGroups();
        GroupModel group = request.group(id);
        request.requireView(group);
        return request.answer(
                new UserGroupPermissionRepresentation.One(UserGroupPermissionRepresentation.of(
                        request.groups().of(request.realm(), group),
                        request.permissions().permissions(request.realm()),
                        said(group))),
                UserGroupPermissionRepresentation.ITEMS);
    }

    private Map<String, PermissionValue> said(GroupModel group) {
        return request.permissions()
                .ofGroups(request.realm(), List.of(group.getId()))
                .getOrDefault(group.getId(), Map.of());
    }

    /** Changes what a group says of the permissions of the body, and of no others. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "changeUserGroupPermission", summary = "Changes permissions of a user group")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserGroupPermissionRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "200", ref = "UpdatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response change(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageSomeGroups();
        Map<String, Optional<PermissionValue>> settings =
                SipXcomBody.read(body, type, ROOTS).settings();
        GroupModel group = request.group(id);
        request.requireManage(group);
        int number = SipXcomRequest.number(id);
        PermissionChange change = request.permissionChange();
        Map<String, Optional<PermissionValue>> allowed = change.allowed(said(group), settings);
        change.event(
                ResourceType.GROUP, "groups", group.getId(), SipXcomAnswer.changed(number, () -> request.permissions()
                        .setOfGroup(request.realm(), group, allowed, Map.of())));
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_UPDATED, number);
    }
}
