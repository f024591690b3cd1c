package io.keycloakpbx.operator;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Signs up operators. */
public class SignUpResource {

    private final OperatorRequest request;

    SignUpResource(OperatorRequest request) {
        this.request = request;
    }

    /** Signs up an operator. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response signUp(InputStream body) {
        request.access().requireManageUsers();
        request.requireTenant();
        throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST);
    }
}
