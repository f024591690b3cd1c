package io.keycloakpbx.operator;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signs up operators. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "503", ref = "RefusedOperator")
public class SignUpResource {

    private final OperatorRequest request;

    SignUpResource(OperatorRequest request) {
        this.request = request;
    }

    /** Signs up an operator, who gets a mail to verify the email address. */
    @POST
    @Operation(
            operationId = "signUpOperator",
            summary = "Signs up an operator, who gets a mail to verify the email address")
    @RequestBodySchema(OperatorBody.SignUp.class)
    @APIResponseSchema(
            value = OperatorRepresentation.class,
            responseCode = "200",
            responseDescription = "The operator, and whether the mail has been sent")
    public OperatorRepresentation signUp(InputStream body) {
        request.requireManageRoles();
        request.requireTenant();
        return new Operators(request).signUp(OperatorInput.ofSignUp(body, request.tenantId()));
    }
}
