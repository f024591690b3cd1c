package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.GroupModel;

/**
 * A user group. One that the caller may neither view nor manage is as one that is not there. What others change meanwhile in
 * what the caller does not send stays.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class PbxGroupResource {

    private static final String WEIGHT = "weight";
    private static final String EXPECTED_WEIGHT = "expectedWeight";
    private static final String EXCHANGE_WITH = "exchangeWith";

    private final GroupsRequest request;
    private final String groupId;

    PbxGroupResource(GroupsRequest request, String groupId) {
        this.request = request;
        this.groupId = groupId;
    }

    /** Tells of the group what the list tells. */
    @GET
    @Operation(operationId = "getPbxGroup", summary = "Tells of a user group what the list tells")
    @APIResponseSchema(value = PbxGroupRepresentation.class, responseCode = "200", responseDescription = "The group")
    public Response get() {
        request.groupAccess().requireViewSome();
        GroupModel group = known();
        request.groupAccess().requireView(group);
        return Response.ok(new ShownGroup(request)
                        .of(request.groups()
                                .weighed(request.realm(), request.viewer().users(), group)))
                .build();
    }

    /** Changes name, description and branch; members that are left out stay as they are. */
    @PUT
    @Operation(
            operationId = "updatePbxGroup",
            summary = "Changes a user group; members that are left out stay as they are")
    @RequestBodySchema(PbxGroupSettings.class)
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void update(InputStream body) {
        request.groupAccess().requireManageSome();
        PbxGroupSettings sent = PbxGroupSettings.read(body);
        GroupModel group = manageable();
        Branch chosen = request.chosen(sent);
        if (done(() -> request.groups().change(request.realm(), group, before -> sent.on(before, chosen)))) {
            request.event(OperationType.UPDATE, group);
        }
    }

    /**
     * Gives the group another weight, where it still weighs what the caller knows. 409 where it does not, or another group that
     * the caller may view has that weight: which of the two counted would be hard to see. With {@code exchangeWith} the other
     * one gets the weight of this one.
     */
    @PUT
    @Path("weight")
    @Operation(
            operationId = "setPbxGroupWeight",
            summary = "Gives a user group another weight, if it still has the one that the caller knows")
    @RequestBodySchema(NewWeight.class)
    @APIResponse(responseCode = "204", description = "It has the weight")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void setWeight(InputStream body) {
        request.groupAccess().requireManageSome();
        NewWeight wanted = read(body);
        GroupModel group = manageable();
        // A refusal tells what the group is called and weighs.
        request.groupAccess().requireView(group);
        GroupModel other = wanted.exchangeWith() == null ? null : other(wanted.exchangeWith(), group);
        WeightChange change = new WeightChange(
                wanted.weight(), wanted.expectedWeight(), other, request.auth().groups()::canView);
        if (done(() -> request.groups().setWeight(request.realm(), group, change))) {
            request.event(OperationType.UPDATE, group);
            if (other != null) {
                request.event(OperationType.UPDATE, other);
            }
        }
    }

    private GroupModel other(String id, GroupModel group) {
        GroupModel other = request.find(id);
        if (other == null || other.getId().equals(group.getId())) {
            throw GroupsRequest.refused(
                    Refusal.invalid(EXCHANGE_WITH, "exchangeWith must be the id of another user group"));
        }
        request.groupAccess().requireManage(other);
        request.groupAccess().requireView(other);
        return other;
    }

    /** Deletes the group with those below it. */
    @DELETE
    @Operation(operationId = "deletePbxGroup", summary = "Deletes a user group with those below it")
    @APIResponse(responseCode = "204", description = "Deleted")
    public void delete() {
        request.groupAccess().requireManageSome();
        GroupModel group = manageable();
        Runnable event = request.ended(group);
        try {
            if (!request.groups().remove(request.realm(), group)) {
                throw GroupsRequest.noGroup();
            }
        } catch (UserGroupException e) {
            throw request.refused(e);
        }
        event.run();
    }

    private GroupModel known() {
        GroupModel group = request.find(groupId);
        if (group == null) {
            throw GroupsRequest.noGroup();
        }
        return group;
    }

    private GroupModel manageable() {
        GroupModel group = known();
        request.groupAccess().requireManage(group);
        return group;
    }

    /** Whether a change has changed something. */
    private boolean done(Supplier<UserGroupProvider.Change> change) {
        try {
            return switch (change.get()) {
                case DONE -> true;
                case NOTHING -> false;
                case GONE -> throw GroupsRequest.noGroup();
            };
        } catch (UserGroupException e) {
            throw request.refused(e);
        }
    }

    private static NewWeight read(InputStream body) {
        try {
            JsonBody json = JsonBody.read(body);
            json.refuseOthersThan(Set.of(WEIGHT, EXPECTED_WEIGHT, EXCHANGE_WITH));
            return new NewWeight(
                    (int) json.requiredInteger(WEIGHT, 0, GroupWeight.MAX),
                    (int) json.requiredInteger(EXPECTED_WEIGHT, 0, Integer.MAX_VALUE),
                    json.optionalString(EXCHANGE_WITH, GroupsRequest.TEXT_LENGTH));
        } catch (InvalidBodyException e) {
            Refusal refusal = Refusal.invalid(e);
            throw GroupsRequest.refused(
                    WEIGHT.equals(e.member())
                            ? refusal.withKey("pbxErrorWeight", Map.of("max", Integer.toString(GroupWeight.MAX)))
                            : refusal);
        }
    }

    /**
     * What a group is to weigh.
     *
     * @param weight the new weight
     * @param expectedWeight what it weighs as far as the caller knows
     * @param exchangeWith the id of the group that has the new weight as far as the caller knows, and gets the former one
     */
    @Schema(
            name = "NewPbxGroupWeight",
            description = "What a user group is to weigh",
            additionalProperties = Schema.False.class,
            requiredProperties = {WEIGHT, EXPECTED_WEIGHT})
    public record NewWeight(
            @Schema(minimum = "0", maximum = "999999999") int weight,
            @Schema(minimum = "0", description = "What it weighs as far as the caller knows") int expectedWeight,
            @Schema(
                            nullable = true,
                            maxLength = GroupsRequest.TEXT_LENGTH,
                            description =
                                    "The id of the group that has this weight as far as the caller knows, and gets"
                                            + " the former one")
                    String exchangeWith) {}
}
