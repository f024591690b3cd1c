package io.keycloakpbx.extension;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.store.DatabaseFailure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserModel;

/**
 * Whose an extension is, for administrators who have been shown whose it was: where it is another one's by now, nothing is
 * changed, and the answer names both.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class ExtensionOwnerResource {

    private static final String EXPECTED_OWNER = "expectedOwner";
    private static final String USER_ID = "userId";
    private static final int ID_LENGTH = 255;

    private final ExtensionRequest request;
    private final String extensionId;

    ExtensionOwnerResource(ExtensionRequest request, String extensionId) {
        this.request = request;
        this.extensionId = extensionId;
    }

    /**
     * Gives the extension to a user, where it is {@code expectedOwner}'s, or that user's already. 204; 400 for a user whom the
     * tenant does not have, 409 where it is another one's by now.
     */
    @PUT
    @Operation(
            operationId = "giveExtension",
            summary = "Gives an extension to a user, if it still is whose the caller believes it is")
    @RequestBodySchema(NewOwner.class)
    @APIResponse(responseCode = "204", description = "It is the user's")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void give(InputStream body) {
        request.requireManageSome();
        NewOwner wanted = read(body);
        ExtensionOwnership extension = requireExtension();
        UserModel user = UserId.find(request.session(), request.realm(), wanted.userId());
        if (user == null) {
            throw refused(Refusal.invalid(USER_ID, "userId must be the id of a user of this tenant"));
        }
        request.requireManage(user);
        OwnershipChange change =
                replace(extension, wanted.expectedOwner(), user.getId(), Boolean.TRUE.equals(wanted.makeDefault()));
        if (change.changed()) {
            UserModel oldUser = request.users().byId(change.oldUserId());
            request.ownershipEvent(extension, change, oldUser, user);
            if (oldUser != null) {
                request.signOutFormerOwner(oldUser);
            }
        }
        if (Boolean.TRUE.equals(wanted.makeDefault()) && (change.changed() || !extension.isDefault())) {
            request.defaultEvent(extension, OperationType.UPDATE, OwnershipEvent.party(user.getId(), user));
        }
    }

    /**
     * Sets the extension free, where it is {@code expectedOwner}'s, or nobody's already. 204; 409 where it is another one's by
     * now.
     */
    @DELETE
    @Operation(
            operationId = "freeExtension",
            summary = "Takes an extension away from a user, if it still is whose the caller believes it is")
    @Parameter(
            name = EXPECTED_OWNER,
            in = ParameterIn.QUERY,
            required = true,
            description = "The id of the user whose the extension is as far as the caller knows",
            schema = @Schema(type = SchemaType.STRING, maxLength = ID_LENGTH))
    @APIResponse(responseCode = "204", description = "It is nobody's")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void free(@QueryParam(EXPECTED_OWNER) String expectedOwner) {
        request.requireManageSome();
        String expected = QueryText.of(EXPECTED_OWNER, expectedOwner, ID_LENGTH, RefusalRenderer.ADMIN);
        if (expected == null) {
            throw refused(Refusal.invalid(EXPECTED_OWNER, "expectedOwner is required"));
        }
        ExtensionOwnership extension = requireExtension();
        OwnershipChange change = replace(extension, expected, null, false);
        UserModel oldUser = request.users().byId(change.oldUserId());
        if (oldUser == null) {
            request.requireManage();
        }
        if (change.changed()) {
            request.ownershipEvent(extension, change, oldUser, null);
        }
    }

    private static NewOwner read(InputStream body) {
        try {
            JsonBody json = JsonBody.read(body);
            json.refuseOthersThan(Set.of(USER_ID, EXPECTED_OWNER, "makeDefault"));
            String expected = json.optionalString(EXPECTED_OWNER, ID_LENGTH);
            return new NewOwner(
                    json.requiredString(USER_ID, ID_LENGTH),
                    json.optionalBoolean("makeDefault"),
                    expected == null || expected.isEmpty() ? null : expected);
        } catch (InvalidBodyException e) {
            throw refused(Refusal.invalid(e));
        }
    }

    private ExtensionOwnership requireExtension() {
        return request.extensions()
                .ownership(request.realm(), extensionId)
                .orElseThrow(ExtensionOwnerResource::unknown);
    }

    /**
     * Changes whose it is. Who may not manage the user whose it is learns nothing else of it: not whether the expected one
     * was right. A user whom nobody finds at present, as where a user storage is switched off, is for who manages all users.
     */
    private OwnershipChange replace(
            ExtensionOwnership extension, String expectedOwner, String userId, boolean makeDefault) {
        OwnershipChange change = change(extension, expectedOwner, userId, makeDefault);
        UserModel owner = request.users().byId(change.oldUserId());
        if (owner != null) {
            request.requireManage(owner);
        } else if (change.oldUserId() != null) {
            request.requireManage();
        }
        if (!Objects.equals(userId, change.newUserId())) {
            throw refused(ofAnother(extension.extension(), expectedOwner, change.newUserId()));
        }
        return change;
    }

    private OwnershipChange change(
            ExtensionOwnership extension, String expectedOwner, String userId, boolean makeDefault) {
        try {
            return request.extensions()
                    .replaceManagingUser(extension, expectedOwner, userId, makeDefault)
                    .orElseThrow(ExtensionOwnerResource::unknown);
        } catch (RuntimeException e) {
            if (!(e instanceof ModelDuplicateException) && !DatabaseFailure.isContention(e)) {
                throw e;
            }
            throw refused(Refusal.of(
                            Response.Status.CONFLICT,
                            "Somebody else has changed the user or the extension at this moment; try again")
                    .withKey("pbxErrorOwnerChanged", Map.of()));
        }
    }

    /** The words have both names, as far as there are any for the caller; the texts of the console have both or none. */
    private Refusal ofAnother(String number, String expectedId, String nowId) {
        String expected = name(expectedId);
        String now = name(nowId);
        Map<String, String> params = new LinkedHashMap<>();
        params.put("extension", number);
        params.put("expected", expected);
        params.put("now", now);
        params.values().removeIf(Objects::isNull);
        Refusal refusal;
        if (nowId == null) {
            refusal = conflict("Extension " + number + " is free now, and no longer managed by " + known(expected))
                    .withKey("pbxErrorExtensionFree", params);
        } else if (expectedId == null) {
            refusal = conflict("Extension " + number + " is managed by " + known(now) + " now, and no longer free")
                    .withKey("pbxErrorExtensionTaken", params);
        } else {
            refusal = conflict("Extension " + number + " is managed by " + known(now) + " now, and no longer by "
                            + known(expected))
                    .withKey("pbxErrorExtensionAnothers", params);
        }
        boolean named = (expectedId == null || expected != null) && (nowId == null || now != null);
        return named
                ? refusal
                : conflict(refusal.text()).withKey("pbxErrorExtensionOwner", Map.of("extension", number));
    }

    private static Refusal conflict(String text) {
        return new Refusal(Response.Status.CONFLICT, null, EXPECTED_OWNER, text, Map.of());
    }

    private static String known(String name) {
        return name == null ? "a user who is gone or whom you may not view" : name;
    }

    /** What a user is called; null for nobody, for who is gone, and for whom the caller may not view. */
    private String name(String userId) {
        UserModel user = userId == null ? null : UserId.find(request.session(), request.realm(), userId);
        return user == null || !request.access().auth().users().canView(user)
                ? null
                : PbxUserName.of(user).inWords();
    }

    private static WebApplicationException unknown() {
        return refused(Refusal.of(Response.Status.NOT_FOUND, ContractError.NO_EXTENSION));
    }

    private static WebApplicationException refused(Refusal refusal) {
        return RefusalRenderer.ADMIN.thrown(refusal);
    }

    /**
     * To whom an extension is given.
     *
     * @param userId the Keycloak id of a user of the tenant
     * @param makeDefault whether it becomes the user's default extension
     * @param expectedOwner the Keycloak id of the user whose it is as far as the caller knows, or null for nobody
     */
    @Schema(name = "NewOwner", description = "To whom an extension is given", requiredProperties = USER_ID)
    public record NewOwner(
            @Schema(minLength = 1, maxLength = ID_LENGTH) String userId,
            @Schema(nullable = true, description = "Whether it becomes the user's default extension")
                    Boolean makeDefault,
            @Schema(
                            nullable = true,
                            maxLength = ID_LENGTH,
                            description = "Whose it is as far as the caller knows; nobody's where it is left out")
                    String expectedOwner) {}
}
