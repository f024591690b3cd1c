package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * An overview of a tenant, for all who administer something of it: how much there is, what has happened today, and what keeps
 * its people from working. Each is told to those only who may see what it is about. Errors have the shape of Keycloak's Admin
 * API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantSummaryResource {

    static final String ID = "pbx-summary";

    private static final String SINCE = "since";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    TenantSummaryResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /**
     * The overview. {@code contents} has {@code users}, {@code disabledUsers}, {@code ownedExtensions}, {@code freeExtensions},
     * {@code operators}, {@code securityKeys} that are still good and {@code blockedAddresses} for who may view users;
     * {@code signIns} and {@code failedSignIns}, of 100,000 at most, for who may view events, where the realm keeps them.
     *
     * @param since from when on sign-ins are counted, in milliseconds since 1970: two days ago where that is earlier; without it
     *     from the beginning of the day in UTC
     */
    @GET
    @Operation(
            operationId = "getTenantOverview",
            summary =
                    "An overview of the tenant: how much there is, sign-ins of today, what keeps its people from working")
    @Parameter(
            name = SINCE,
            in = ParameterIn.QUERY,
            description =
                    "From when on sign-ins are counted, in milliseconds since 1970: two days ago where that is earlier;"
                            + " without it from the beginning of the day in UTC",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponseSchema(
            value = TenantSummaryRepresentation.class,
            responseCode = "200",
            responseDescription = "The tenant, with the numbers and warnings that the caller may know of")
    public TenantSummaryRepresentation get(@QueryParam(SINCE) String since) {
        OverviewRights rights = OverviewRights.of(session, auth, realm);
        rights.require(auth);
        Instant from = since(since);
        if (!Tenant.is(realm)) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.of(Response.Status.NOT_FOUND, "This realm is no tenant: it has no SIP domain"));
        }
        TenantProvider tenants = TenantProvider.of(session);
        Set<TenantWarning> warnings = tenants.warnings(Set.of(realm.getId())).getOrDefault(realm.getId(), Set.of());
        return new TenantSummaryRepresentation(
                tenants.getTenant(realm), rights.of(warnings), tenants.figures(realm, rights.figures(from)));
    }

    private static Instant since(String asked) {
        return asked == null ? SignInsSince.now().truncatedTo(ChronoUnit.DAYS) : SignInsSince.of(SINCE, asked);
    }
}
