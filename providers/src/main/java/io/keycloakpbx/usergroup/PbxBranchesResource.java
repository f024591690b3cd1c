package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.store.StorableText;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.keycloak.events.admin.OperationType;

/**
 * The branches of a realm as the admin console shows them, with how much is at each. They are the tenant's: reading them takes
 * the right to view all users, changing them that to manage all. Errors have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class PbxBranchesResource {

    private static final Page.Length LENGTH = new Page.Length(100, 0, UserGroupProvider.MAX_BRANCHES);
    private static final String SEARCH = "search";
    private static final String COUNTS = "counts";
    private static final String ID = "{branchId}";
    private static final String BRANCH_ID = "branchId";

    private final GroupsRequest request;

    PbxBranchesResource(GroupsRequest request) {
        this.request = request;
    }

    /**
     * Lists branches by name, {@code first} left out and {@code max} at most. The header {@code X-Total-Count} tells how many
     * there are in all.
     *
     * @param search a part of the name, the description or the city
     * @param counts whether it is told how much is at each; otherwise nothing is counted
     */
    @GET
    @Operation(operationId = "listPbxBranches", summary = "Lists the branches by name, with how much is at each")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-1000")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description = "A part of the name, the description or the city",
            schema = @Schema(type = SchemaType.STRING, maxLength = GroupsRequest.TEXT_LENGTH))
    @Parameter(
            name = COUNTS,
            in = ParameterIn.QUERY,
            description = "Whether it is told how much is at each, which takes time where there is much",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
    @APIResponse(
            responseCode = "200",
            description = "The branches",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PbxBranchRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam(SEARCH) String search, @QueryParam(COUNTS) String counts) {
        request.access().requireViewUsers();
        String text = QueryText.of(SEARCH, search, GroupsRequest.TEXT_LENGTH, RefusalRenderer.ADMIN);
        boolean isCounted = !Boolean.FALSE.equals(QueryText.truth(COUNTS, counts, RefusalRenderer.ADMIN));
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        // A thousand at most, which Keycloak's cache has.
        List<Branch> found = request.groups().branches(request.realm()).stream()
                .filter(branch -> text == null || has(branch.settings(), text.toLowerCase(Locale.ROOT)))
                .toList();
        List<Branch> shown = found.stream().skip(page.first()).limit(page.max()).toList();
        Map<String, BranchUse> uses = isCounted ? uses(shown) : Map.of();
        return Page.answer(
                shown.stream()
                        .map(branch -> PbxBranchRepresentation.of(branch, uses.get(branch.id())))
                        .toList(),
                found.size());
    }

    /** Nothing where lists would show the caller others than they may: then they count them, too. */
    private Map<String, BranchUse> uses(List<Branch> branches) {
        return ShownUsers.areNarrowed(request.realm(), request.auth())
                ? request.groups()
                        .uses(
                                request.realm(),
                                request.viewer(),
                                branches.stream().map(Branch::id).toList())
                : Map.of();
    }

    private static boolean has(BranchSettings branch, String text) {
        return Stream.of(branch.name(), branch.description(), branch.city())
                .anyMatch(
                        value -> value != null && value.toLowerCase(Locale.ROOT).contains(text));
    }

    /** Makes a branch. */
    @POST
    @Operation(operationId = "createPbxBranch", summary = "Makes a branch")
    @RequestBodySchema(PbxBranchSettings.class)
    @APIResponseSchema(value = PbxBranchRepresentation.class, responseCode = "201", responseDescription = "The branch")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public Response create(InputStream body) {
        request.access().requireManageUsers();
        PbxBranchSettings sent = PbxBranchSettings.read(body);
        if (sent.name() == null) {
            throw GroupsRequest.refused(
                    Refusal.invalid(GroupsRequest.NAME, "name is required").withKey("pbxErrorRequired", Map.of()));
        }
        Branch branch;
        try {
            branch = request.groups().createBranch(request.realm(), sent.settings());
        } catch (UserGroupException e) {
            throw request.refused(e);
        }
        PbxBranchRepresentation made = PbxBranchRepresentation.of(branch, BranchUse.NONE);
        event(OperationType.CREATE, branch);
        return Response.created(request.session()
                        .getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(branch.id())
                        .build())
                .entity(made)
                .build();
    }

    /** Tells of a branch what the list tells. */
    @GET
    @Path(ID)
    @Operation(operationId = "getPbxBranch", summary = "Tells of a branch what the list tells")
    @APIResponseSchema(value = PbxBranchRepresentation.class, responseCode = "200", responseDescription = "The branch")
    public Response get(@PathParam(BRANCH_ID) String branchId) {
        request.access().requireViewUsers();
        Branch branch = branch(branchId);
        return Response.ok(
                        PbxBranchRepresentation.of(branch, uses(List.of(branch)).get(branch.id())))
                .build();
    }

    /** Changes a branch; members that are left out stay as they are. */
    @PUT
    @Path(ID)
    @Operation(
            operationId = "updatePbxBranch",
            summary = "Changes a branch; members that are left out stay as they are")
    @RequestBodySchema(PbxBranchSettings.class)
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void update(@PathParam(BRANCH_ID) String branchId, InputStream body) {
        request.access().requireManageUsers();
        PbxBranchSettings sent = PbxBranchSettings.read(body);
        Branch branch = branch(branchId);
        UserGroupProvider.Change change;
        try {
            change = request.groups().changeBranch(request.realm(), branch, sent::on);
        } catch (UserGroupException e) {
            throw request.refused(e);
        }
        switch (change) {
            case DONE -> event(OperationType.UPDATE, branch(branchId));
            case GONE -> throw noBranch();
            case NOTHING -> {
                // It is so already.
            }
        }
    }

    /** Deletes a branch: its groups and users are at none then. */
    @DELETE
    @Path(ID)
    @Operation(operationId = "deletePbxBranch", summary = "Deletes a branch: its groups and users are at none then")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void delete(@PathParam(BRANCH_ID) String branchId) {
        request.access().requireManageUsers();
        Branch branch = branch(branchId);
        if (!request.groups().removeBranch(request.realm(), branch)) {
            throw noBranch();
        }
        event(OperationType.DELETE, branch);
    }

    private Branch branch(String id) {
        return request.groups()
                .branchById(request.realm(), StorableText.id(id))
                .orElseThrow(PbxBranchesResource::noBranch);
    }

    private static WebApplicationException noBranch() {
        return GroupsRequest.refused(
                Refusal.of(Response.Status.NOT_FOUND, "There is no such branch").withKey("pbxErrorNoBranch", Map.of()));
    }

    /** As an event of the branches of sipXcom's clients, for these are the same; the path is this one. */
    private void event(OperationType operation, Branch branch) {
        request.adminEvent()
                .resource(BranchesResource.RESOURCE_TYPE)
                .operation(operation)
                .resourcePath(PbxBranchesResourceProviderFactory.ID, branch.id())
                .representation(BranchRepresentation.of(branch))
                .success();
    }
}
