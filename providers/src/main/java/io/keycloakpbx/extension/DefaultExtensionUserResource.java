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
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** The user whose default extension an extension is. Only its managing user can be. */
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "basic")
@APIResponse(responseCode = "401", ref = "RefusedText")
@APIResponse(responseCode = "403", ref = "RefusedText")
@APIResponse(responseCode = "404", ref = "RefusedText")
@APIResponse(responseCode = "503", ref = "RefusedText")
public class DefaultExtensionUserResource {

    private final ExtensionRequest request;
    private final String serverId;
    private final String extensionId;

    DefaultExtensionUserResource(ExtensionRequest request, String serverId, String extensionId) {
        this.request = request;
        this.serverId = serverId;
        this.extensionId = extensionId;
    }

    /** Gets the user; 404 where nobody has the extension, or its managing user has another default or none. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getDefaultExtensionUser", summary = "Gets the user whose default extension it is")
    @APIResponseSchema(value = PbxUserRepresentation.class, responseCode = "200", responseDescription = "The user")
    public PbxUserRepresentation get() {
        request.requireViewSome();
        ExtensionOwnership extension = request.requireOwnership(serverId, extensionId);
        UserModel user = requireOwner(extension);
        request.requireView(user);
        if (!extension.isDefault()) {
            boolean another = request.extensions()
                    .defaultExtension(request.realm(), user.getId())
                    .isPresent();
            throw ContractError.notFound(another ? ContractError.NOT_DEFAULT : ContractError.NO_DEFAULT_EXTENSION);
        }
        return request.users().toRepresentation(user);
    }

    /**
     * Makes the extension the default extension of its managing user, in place of another. The body is that user, or an
     * empty object; 404 where nobody has the extension, or another user than the body's.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setDefaultExtensionUser", summary = "Makes it the default extension of its managing user")
    @RequestBodySchema(PbxUserBody.class)
    @APIResponse(responseCode = "400", ref = "RefusedText")
    @APIResponseSchema(value = PbxUserRepresentation.class, responseCode = "200", responseDescription = "The user")
    public PbxUserRepresentation set(InputStream body) {
        request.requireManageSome();
        ExtensionOwnership extension = request.requireOwnership(serverId, extensionId);
        PbxUserInput input = PbxUserInput.readOptional(body);
        UserModel user = requireOwner(extension);
        request.requireManage(user);
        if (!names(input, user) || !request.extensions().setDefaultExtension(extensionId, user.getId())) {
            throw ContractError.notFound(ContractError.NOT_BOUND);
        }
        if (!extension.isDefault()) {
            event(extension, OperationType.UPDATE, user);
        }
        return request.users().toRepresentation(user);
    }

    private static boolean names(PbxUserInput input, UserModel user) {
        if (input.id() != null) {
            return input.id().equals(user.getId());
        }
        return input.username() == null || input.username().equalsIgnoreCase(user.getUsername());
    }

    /**
     * Makes the extension nobody's default extension; 204 also where it was none. Where it has got another managing user
     * meanwhile, that user's default is left alone: the caller's right was looked at for the one before.
     */
    @DELETE
    @Operation(operationId = "clearDefaultExtensionUser", summary = "Makes it nobody's default extension")
    @APIResponse(responseCode = "204", description = "It is nobody's default extension")
    public Response clear() {
        request.requireManageSome();
        ExtensionOwnership extension = request.requireOwnership(serverId, extensionId);
        UserModel user = request.users().byId(extension.managingUserId());
        if (user == null) {
            request.requireManage();
        } else {
            request.requireManage(user);
        }
        if (request.extensions().clearDefaultExtension(extensionId, extension.managingUserId())) {
            event(extension, OperationType.DELETE, user);
        }
        return Response.noContent().build();
    }

    private UserModel requireOwner(ExtensionOwnership extension) {
        UserModel user = request.users().byId(extension.managingUserId());
        if (user == null) {
            throw ContractError.notFound(ContractError.NOT_BOUND);
        }
        return user;
    }

    private void event(ExtensionOwnership extension, OperationType operation, UserModel user) {
        request.defaultEvent(extension, operation, OwnershipEvent.party(extension.managingUserId(), user));
    }

    /**
     * The representation of the admin event of a default extension that is set or cleared.
     *
     * @param serverId the server
     * @param extensionId the extension
     * @param extension its number
     * @param user the user whose default it has become or been
     */
    public record DefaultExtensionEvent(
            String serverId, String extensionId, String extension, OwnershipEvent.Party user) {}
}
