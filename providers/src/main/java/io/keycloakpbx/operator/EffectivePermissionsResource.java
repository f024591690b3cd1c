package io.keycloakpbx.operator;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.operatorrole.OperatorPermissions;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;

/** What a user of the tenant may do as an operator. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "authToken")
public class EffectivePermissionsResource {

    /** Milliseconds, as many as the days of the calendar need. */
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");

    private final OperatorRequest request;
    private final String userId;

    EffectivePermissionsResource(OperatorRequest request, String userId) {
        this.request = request;
        this.userId = userId;
    }

    /**
     * Tells it for an instant.
     *
     * @param at milliseconds since 1970; now where not given
     */
    @GET
    @Operation(
            operationId = "getOperatorPermissions",
            summary = "Tells what a user of the tenant may do as an operator, now or at another time")
    @Parameter(
            name = "at",
            in = ParameterIn.QUERY,
            description = "Milliseconds since 1970; now where not given",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0", maximum = "999999999999999"))
    @APIResponseSchema(
            value = OperatorPermissionsRepresentation.class,
            responseCode = "200",
            responseDescription = "What the user may do")
    public OperatorPermissionsRepresentation get(@QueryParam("at") String at) {
        UserModel user = UserId.find(request.session(), request.realm(), userId);
        if (user == null) {
            request.access().requireViewUsers();
        } else {
            request.access().requireView(user);
        }
        request.requireTenant();
        if (user == null) {
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND);
        }
        long instant = instant(at);
        OperatorPermissions effective = OperatorRoleProvider.of(request.session())
                .effective(request.realm(), user, Instant.ofEpochMilli(instant));
        return OperatorPermissionsRepresentation.of(user.getId(), request.tenantId(), instant, effective);
    }

    private static long instant(String at) {
        if (at == null) {
            return Time.currentTimeMillis();
        }
        if (!MILLISECONDS.matcher(at).matches()) {
            throw OperatorErrors.REFUSALS.thrown(new Refusal(
                    Response.Status.BAD_REQUEST,
                    "PERMISSIONS_INVALID_TIME",
                    "at",
                    "at is milliseconds since 1970, of at most 15 digits",
                    Map.of()));
        }
        return Long.parseLong(at);
    }
}
