package io.keycloakpbx.usergroup;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

/** The branches of a realm. */
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "400", ref = "RefusedXml")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedXml")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "503", ref = "RefusedXml")
public class BranchesResource {

    static final String RESOURCE_TYPE = "PBX_BRANCH";

    private static final List<String> ROOTS = List.of("branch");

    private static final Map<String, Function<Branch, String>> SORTS = Map.of(
            "name",
            branch -> branch.settings().name(),
            "description",
            branch -> branch.settings().description(),
            "city",
            branch -> branch.settings().city(),
            "officedesignation",
            branch -> branch.settings().officeDesignation());

    private final SipXcomRequest request;

    BranchesResource(SipXcomRequest request) {
        this.request = request;
    }

    /** Lists the branches. */
    @GET
    @Operation(operationId = "listBranches", summary = "Lists the branches")
    @Parameter(ref = "page")
    @Parameter(ref = "pagesize")
    @Parameter(ref = "sortby")
    @Parameter(ref = "sortdir")
    @APIResponse(
            responseCode = "200",
            description = "The branches",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BranchRepresentation.Many.class))
            })
    public Response list() {
        request.requireViewUsers();
        EntityList.By order = request.order(SORTS.keySet());
        List<Branch> branches = new ArrayList<>(request.groups().branches(request.realm()));
        if (order != null) {
            branches.sort(SipXcomRequest.comparator(order, SORTS));
        }
        SipXcomRequest.Found<List<Branch>> found = request.page(branches);
        List<BranchRepresentation> page =
                found.page().stream().map(BranchRepresentation::of).toList();
        return request.answer(
                new BranchRepresentation.Many(new BranchRepresentation.Page(found.metadata(), page)),
                BranchRepresentation.ITEMS);
    }

    /** Creates a branch. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createBranch", summary = "Creates a branch")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BranchRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "201", ref = "CreatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response create(@HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageUsers();
        BranchSettings settings = SipXcomBody.read(body, type, ROOTS).branchSettings();
        Branch branch;
        try {
            branch = request.groups().createBranch(request.realm(), settings);
        } catch (UserGroupException e) {
            throw SipXcomAnswer.refused(SipXcomCode.ERROR_CREATE_FAILED, null, e.getMessage());
        }
        event(OperationType.CREATE, branch);
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_CREATED, branch.number());
    }

    /** Refuses to delete what has no id. */
    @DELETE
    @Operation(hidden = true)
    public Response deleteNothing() {
        request.requireManageUsers();
        throw SipXcomAnswer.refused(SipXcomCode.ERROR_MISSING_ID, null, null);
    }

    /** Gets a branch. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getBranch", summary = "Gets a branch")
    @APIResponse(
            responseCode = "200",
            description = "The branch",
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BranchRepresentation.One.class))
            })
    public Response get(@PathParam("id") String id) {
        request.requireViewUsers();
        return request.answer(
                new BranchRepresentation.One(BranchRepresentation.of(branch(id))), BranchRepresentation.ITEMS);
    }

    private Branch branch(String id) {
        int number = SipXcomRequest.number(id);
        return request.groups().branch(request.realm(), number).orElseThrow(() -> SipXcomAnswer.notFound(number));
    }

    /** Replaces what is known of a branch. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "replaceBranch", summary = "Replaces a branch: what is left out is known no more")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.TEXT_XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BranchRepresentation.Sent.class))
            })
    @APIResponse(responseCode = "200", ref = "UpdatedXml")
    @APIResponse(responseCode = "409", ref = "RefusedXml")
    public Response replace(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        request.requireManageUsers();
        BranchSettings settings = SipXcomBody.read(body, type, ROOTS).branchSettings();
        Branch branch = branch(id);
        return SipXcomAnswer.updated(
                branch.number(),
                () -> request.groups().updateBranch(request.realm(), branch, settings),
                () -> event(OperationType.UPDATE, new Branch(branch.id(), branch.number(), settings)));
    }

    /** Deletes a branch: groups and users that were there are at none then. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteBranch", summary = "Deletes a branch: its groups and users are at none then")
    @APIResponse(responseCode = "200", ref = "DeletedXml")
    public Response delete(@PathParam("id") String id) {
        request.requireManageUsers();
        Branch branch = branch(id);
        if (!request.groups().removeBranch(request.realm(), branch)) {
            throw SipXcomAnswer.notFound(branch.number());
        }
        event(OperationType.DELETE, branch);
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_DELETED, branch.number());
    }

    private void event(OperationType operation, Branch branch) {
        request.adminEvent()
                .resource(RESOURCE_TYPE)
                .operation(operation)
                .resourcePath(SipXcomResourceProviderFactory.ID, "rest", "branch", Integer.toString(branch.number()))
                .representation(BranchRepresentation.of(branch))
                .success();
    }
}
