package io.keycloakpbx.extension;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.store.Uuid;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** The user that a request body names. Blank texts count as absent; read-only members are ignored. */
final class PbxUserInput {

    private static final int MAX_LENGTH = 255;

    private final String id;
    private final String username;
    private final String password;
    private final Boolean enabled;
    private final Boolean full;
    private final String displayName;

    private PbxUserInput(JsonBody body) {
        id = textOrNull(body.optionalString("id", MAX_LENGTH));
        username = textOrNull(body.optionalString("username", MAX_LENGTH));
        password = textOrNull(body.optionalString("password", MAX_LENGTH));
        enabled = body.optionalBoolean("enabled");
        full = body.optionalBoolean("full");
        displayName = textOrNull(body.optionalString("displayName", MAX_LENGTH));
    }

    /** Reads a body. User name and password must be there: 412 otherwise; 400 for a body that is no user JSON. */
    static PbxUserInput read(InputStream body) {
        PbxUserInput input = readOptional(body);
        if (input.username == null) {
            throw ContractError.of(Response.Status.PRECONDITION_FAILED, ContractError.NO_USERNAME);
        }
        if (input.password == null) {
            throw ContractError.of(Response.Status.PRECONDITION_FAILED, ContractError.NO_PASSWORD);
        }
        return input;
    }

    /** Reads a body of which no member is required; 400 for a body that is no user JSON. */
    static PbxUserInput readOptional(InputStream body) {
        PbxUserInput input;
        try {
            input = new PbxUserInput(JsonBody.read(body));
        } catch (InvalidBodyException e) {
            throw ContractError.badRequest(e);
        }
        if (input.id != null && !isUserId(input.id)) {
            throw ContractError.badRequest("id must be a UUID");
        }
        return input;
    }

    /** Users of a storage without rows in Keycloak have ids of another form. */
    private static boolean isUserId(String id) {
        return Uuid.is(id) || UserId.isOfAStorage(id);
    }

    private static String textOrNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    String id() {
        return id;
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    Boolean enabled() {
        return enabled;
    }

    Boolean full() {
        return full;
    }

    String displayName() {
        return displayName;
    }
}
