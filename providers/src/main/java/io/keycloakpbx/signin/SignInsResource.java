package io.keycloakpbx.signin;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import io.keycloakpbx.tenant.SignInSubject;
import io.keycloakpbx.tenant.SipUserName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Why somebody cannot sign in to a realm, for administrators who may view users. What events tell is for those who may view
 * events. It is read only. Errors have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class SignInsResource {

    static final String ID = "pbx-sign-ins";

    private static final String USER = "user";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final Access access;

    SignInsResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.access = new Access(auth, RefusalRenderer.ADMIN);
    }

    /**
     * Everything that would keep somebody out now, in the order in which a sign-in meets it, and the last one that failed.
     *
     * @param typed what the user types into the sign-in page: a user name, a SIP address or an e-mail address
     */
    @GET
    @Path("why")
    @Operation(
            operationId = "whyNoSignIn",
            summary = "What keeps somebody from signing in, in the order in which a sign-in meets it")
    @Parameter(
            name = USER,
            in = ParameterIn.QUERY,
            required = true,
            description = "A user name, SIP address or email address",
            schema = @Schema(type = SchemaType.STRING, maxLength = SipUserName.MAX_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "What is known; no findings where nothing stands in the way",
            content = @Content(schema = @Schema(implementation = SignInObstaclesRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response why(@QueryParam(USER) String typed) {
        access.requireViewUsers();
        String text = QueryText.of(USER, typed, SipUserName.MAX_LENGTH, RefusalRenderer.ADMIN);
        if (text == null) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.invalid(USER, "user is required: a user name, SIP address or email address"));
        }
        UserModel found = SipUserName.find(session, realm, text);
        // Whom the caller may not see is nobody here.
        UserModel user = found != null && auth.users().canView(found) ? found : null;
        return Response.ok(SignInObstaclesRepresentation.of(user, findings(user, text)))
                .build();
    }

    private List<SignInFinding> findings(UserModel user, String typed) {
        List<SignInFinding> findings = new ArrayList<>();
        if (user == null) {
            findings.addAll(SignInCheckFactory.all(session, new SignInSubject(realm, null, List.of())));
            findings.add(SignInFinding.error("pbxWhyUnknown").with("name", typed));
            return findings;
        }
        RecentSignIns recent =
                RecentSignIns.of(session, realm, user, auth.realm().canViewEvents());
        findings.addAll(SignInCheckFactory.all(session, new SignInSubject(realm, user, recent.addresses())));
        recent.lastError().ifPresent(findings::add);
        return findings;
    }
}
