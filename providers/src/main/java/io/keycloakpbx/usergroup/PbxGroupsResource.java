package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
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
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.GroupModel;

/**
 * The user groups of a realm as the admin console shows them: the one that counts most first. Who is in a group is asked and
 * changed by Keycloak's own Admin API. Errors have the shape of that.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class PbxGroupsResource {

    private static final Page.Length LENGTH = new Page.Length(100, 0, 1_000);

    /** Where each group is asked about by itself. */
    private static final Page.Length SHORT = new Page.Length(100, 0, 100);

    private static final String SEARCH = "search";

    private final GroupsRequest request;

    PbxGroupsResource(GroupsRequest request) {
        this.request = request;
    }

    /**
     * Lists the groups that the caller may view, the one that counts most first: {@code first} left out and {@code max} at
     * most, up to 1,000, or 100 where fine-grained permissions decide of each. The header {@code X-Total-Count} tells how many
     * there are in all.
     *
     * @param search a part of the name or the description
     * @param branch the id of a branch
     */
    @GET
    @Operation(operationId = "listPbxGroups", summary = "Lists the user groups, the one that counts most first")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-1000")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description = "A part of the name or the description",
            schema = @Schema(type = SchemaType.STRING, maxLength = GroupsRequest.TEXT_LENGTH))
    @Parameter(
            name = GroupsRequest.BRANCH,
            in = ParameterIn.QUERY,
            description = "The id of a branch",
            schema = @Schema(type = SchemaType.STRING, maxLength = GroupsRequest.TEXT_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "The groups",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PbxGroupRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam(SEARCH) String search, @QueryParam(GroupsRequest.BRANCH) String branch) {
        request.rights().requireViewListedGroups();
        UserGroupQuery query = new UserGroupQuery(text(SEARCH, search), text(GroupsRequest.BRANCH, branch));
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(),
                request.groupAccess().differs() ? SHORT : LENGTH,
                RefusalRenderer.ADMIN);
        FoundWeighedGroups found =
                request.groups().weighed(request.realm(), request.viewer(), query, page.first(), page.max());
        Function<WeighedGroup, PbxGroupRepresentation> shown = new ShownGroup(request)::of;
        return Page.answer(found.groups().stream().map(shown).toList(), found.total());
    }

    private static String text(String name, String value) {
        return QueryText.of(name, value, GroupsRequest.TEXT_LENGTH, RefusalRenderer.ADMIN);
    }

    /** Makes a group, which weighs more than those before it. */
    @POST
    @Operation(operationId = "createPbxGroup", summary = "Makes a user group, which weighs more than those before it")
    @RequestBodySchema(PbxGroupSettings.class)
    @APIResponseSchema(value = PbxGroupRepresentation.class, responseCode = "201", responseDescription = "The group")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public Response create(InputStream body) {
        request.groupAccess().requireManageAll();
        PbxGroupSettings sent = PbxGroupSettings.read(body);
        if (sent.name() == null) {
            throw GroupsRequest.refused(
                    Refusal.invalid(GroupsRequest.NAME, "name is required").withKey("pbxErrorRequired", Map.of()));
        }
        UserGroup made;
        try {
            made = request.groups().create(request.realm(), sent.on(null, request.chosen(sent)));
        } catch (UserGroupException e) {
            throw request.refused(e);
        }
        GroupModel group = request.session().groups().getGroupById(request.realm(), made.id());
        request.event(OperationType.CREATE, group);
        return Response.created(request.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(made.id())
                        .build())
                .entity(new ShownGroup(request)
                        .of(request.groups()
                                .weighed(request.realm(), request.viewer().users(), group)))
                .build();
    }

    /** One group. */
    @Path("{groupId}")
    public PbxGroupResource group(@PathParam("groupId") String groupId) {
        return new PbxGroupResource(request, groupId);
    }
}
