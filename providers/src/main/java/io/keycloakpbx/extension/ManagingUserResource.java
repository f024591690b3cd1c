package io.keycloakpbx.extension;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.UserModel;

/** The managing user of an extension. */
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "401", ref = "RefusedText")
@APIResponse(responseCode = "403", ref = "RefusedText")
@APIResponse(responseCode = "404", ref = "RefusedText")
@APIResponse(responseCode = "503", ref = "RefusedText")
public class ManagingUserResource {

    private final ExtensionRequest request;
    private final String serverId;
    private final String extensionId;

    ManagingUserResource(ExtensionRequest request, String serverId, String extensionId) {
        this.request = request;
        this.serverId = serverId;
        this.extensionId = extensionId;
    }

    /** Gets the managing user; 404 where the extension has none. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getManagingUser", summary = "Gets the managing user of an extension")
    @APIResponseSchema(value = PbxUserRepresentation.class, responseCode = "200", responseDescription = "The user")
    public PbxUserRepresentation get() {
        request.requireViewSome();
        PbxUsers users = request.users();
        UserModel user =
                users.byId(request.requireOwnership(serverId, extensionId).managingUserId());
        if (user == null) {
            throw ContractError.notFound(ContractError.NO_MANAGING_USER);
        }
        request.requireView(user);
        return users.toRepresentation(user);
    }

    /**
     * Gives the extension to a user, whoever it belongs to. An {@code id} of the realm names the user, whose other
     * members stay as they are; without one a user is created from the body. Errors in this order: 412 without user
     * name, 412 without password, 409 for the user that has the extension already, 409 for a user name that another
     * user has.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setManagingUser", summary = "Gives the extension to a user, whoever has it")
    @RequestBodySchema(PbxUserBody.class)
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponse(responseCode = "409", ref = "RefusedText")
    @APIResponse(responseCode = "412", ref = "RefusedText")
    @APIResponseSchema(value = PbxUserRepresentation.class, responseCode = "200", responseDescription = "The user")
    public PbxUserRepresentation set(InputStream body) {
        request.requireManageSome();
        ExtensionOwnership extension = request.requireOwnership(serverId, extensionId);
        PbxUserInput input = PbxUserInput.read(body);
        PbxUsers users = request.users();
        UserModel owner = users.byId(extension.managingUserId());
        UserModel user = users.byId(input.id());
        UserModel namesake = users.byUsername(input.username());
        if (owner != null && owner.equals(user == null ? namesake : user)) {
            throw ContractError.conflict(ContractError.SAME_MANAGING_USER);
        }
        if (namesake != null && !namesake.equals(user)) {
            throw ContractError.conflict(ContractError.USERNAME_EXISTS);
        }
        if (owner != null) {
            request.requireManage(owner);
        }
        if (user == null) {
            user = users.create(input);
        } else {
            request.requireManage(user);
        }
        assign(extension, user);
        return users.toRepresentation(user);
    }

    private void assign(ExtensionOwnership extension, UserModel user) {
        OwnershipChange change = request.extensions()
                .setManagingUser(extension, user.getId())
                .orElseThrow(() -> ContractError.notFound(ContractError.NO_EXTENSION));
        if (!change.changed()) {
            throw ContractError.conflict(ContractError.SAME_MANAGING_USER);
        }
        UserModel oldUser = request.users().byId(change.oldUserId());
        if (oldUser != null) {
            // Again, for the owner may be another than the one that was checked before.
            request.requireManage(oldUser);
        }
        request.ownershipEvent(extension, change, oldUser, user);
        if (oldUser != null) {
            request.signOutFormerOwner(oldUser);
        }
    }

    /** Takes the extension away from whoever has it; 204 also where nobody has. */
    @DELETE
    @Operation(operationId = "clearManagingUser", summary = "Takes the extension away from whoever has it")
    @APIResponse(responseCode = "204", description = "Nobody has it")
    public Response clear() {
        request.requireManageSome();
        ExtensionOwnership extension = request.requireOwnership(serverId, extensionId);
        OwnershipChange change = request.extensions()
                .setManagingUser(extension, null)
                .orElseThrow(() -> ContractError.notFound(ContractError.NO_EXTENSION));
        UserModel oldUser = request.users().byId(change.oldUserId());
        if (oldUser == null) {
            request.requireManage();
        } else {
            request.requireManage(oldUser);
        }
        if (change.changed()) {
            request.ownershipEvent(extension, change, oldUser, null);
        }
        return Response.noContent().build();
    }
}
