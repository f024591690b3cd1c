package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.EntityList;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.GroupModel;
import org.keycloak.representations.idm.GroupRepresentation;

/** The user groups of a realm. */
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "400", ref = "RefusedXml")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedXml")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "503", ref = "RefusedXml")
public class UserGroupsResource {

    private static final List<String> ROOTS = List.of("group", "userGroup");

    /** The most groups of an answer: the whole of it is in memory. */
    private static final int MOST = 10_000;

    private final SipXcomRequest request;

    UserGroupsResource(SipXcomRequest request) {
        this.request = request;
    }

    /** Lists the groups that the caller may view. */
    @GET
    @Operation(operationId = "listUserGroups", summary = "Lists the user groups")
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
                        schema = @Schema(implementation = UserGroupRepresentation.Many.class))
            })
    public Response list() {
        request.requireViewListedGroups();
        EntityList.By order = request.order(UserGroupProvider.SORTS);
        Viewed viewed = request.viewer().groups();
        SipXcomRequest.Found<FoundUserGroups> found = request.page(
                SipXcomRequest.list(
                        (first, max) -> request.groups().groups(request.realm(), viewed, order, first, max),
                        FoundUserGroups::total),
                MOST);
        List<UserGroupRepresentation> groups =
                found.page().groups().stream().map(UserGroupRepresentation::of).toList();
        return request.answer(
                new UserGroupRepresentation.Many(new UserGroupRepresentation.Page(found.metadata(), groups)),
                UserGroupRepresentation.ITEMS);
    }

    /** Creates a group. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createUserGroup", summary = "Creates a user group")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserGroupRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "201", ref = "CreatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response create(@HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageGroups();
        UserGroupSettings settings = SipXcomBody.read(body, type, ROOTS).group(request::branch);
        UserGroup group;
        try {
            group = request.groups().create(request.realm(), settings);
        } catch (UserGroupException e) {
            throw SipXcomAnswer.refused(SipXcomCode.ERROR_CREATE_FAILED, null, e.getMessage());
        }
        event(OperationType.CREATE, group.id(), settings);
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_CREATED, group.number());
    }

    /** Refuses to delete what has no id. */
    @DELETE
    @Operation(hidden = true)
    public Response deleteNothing() {
        request.requireManageSomeGroups();
        throw SipXcomAnswer.refused(SipXcomCode.ERROR_MISSING_ID, null, null);
    }

    /** Gets a group. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getUserGroup", summary = "Gets a user group")
    @APIResponse(
            responseCode = "200",
            description = "The group",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserGroupRepresentation.One.class))
            })
    public Response get(@PathParam("id") String id) {
        request.requireViewSomeGroups();
        GroupModel group = request.group(id);
        request.requireView(group);
        return request.answer(
                new UserGroupRepresentation.One(
                        UserGroupRepresentation.of(request.groups().of(request.realm(), group))),
                UserGroupRepresentation.ITEMS);
    }

    /** Replaces name, description and branch of a group. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "replaceUserGroup",
            summary = "Replaces name, description and branch of a user group: what is left out it has no more")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UserGroupRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "200", ref = "UpdatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response replace(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageSomeGroups();
        UserGroupSettings settings = SipXcomBody.read(body, type, ROOTS).group(number -> request.branch(number, id));
        GroupModel group = request.group(id);
        request.requireManage(group);
        return SipXcomAnswer.updated(
                SipXcomRequest.number(id),
                () -> request.groups().update(request.realm(), group, settings),
                () -> event(OperationType.UPDATE, group.getId(), settings));
    }

    /** Deletes a group. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteUserGroup", summary = "Deletes a user group with its subgroups")
    @APIResponse(responseCode = "200", ref = "DeletedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response delete(@PathParam("id") String id) {
        request.requireManageSomeGroups();
        GroupModel group = request.group(id);
        request.requireManage(group);
        int number = SipXcomRequest.number(id);
        String groupId = group.getId();
        String name = group.getName();
        try {
            if (!request.groups().remove(request.realm(), group)) {
                throw SipXcomAnswer.notFound(number);
            }
        } catch (UserGroupException e) {
            throw SipXcomAnswer.refused(SipXcomCode.ERROR_DELETE_FAILED, number, e.getMessage());
        }
        event(OperationType.DELETE, groupId, new UserGroupSettings(name, null, null));
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_DELETED, number);
    }

    /** As an event of the admin console's own groups, for these are the same. */
    private void event(OperationType operation, String id, UserGroupSettings settings) {
        GroupRepresentation representation = new GroupRepresentation();
        representation.setId(id);
        representation.setName(settings.name());
        representation.setDescription(settings.description());
        if (settings.branch() != null) {
            representation.singleAttribute(UserGroup.BRANCH, settings.branch().id());
        }
        request.adminEvent()
                .resource(ResourceType.GROUP)
                .operation(operation)
                .resourcePath("groups", id)
                .representation(representation)
                .success();
    }
}
