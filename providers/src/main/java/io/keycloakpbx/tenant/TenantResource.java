package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * A tenant's settings, for its administrators: who has the role {@code Admin}, or may manage the realm, changes them, and who may
 * view the realm sees them. Each {@link ManagedSetting} is for who may manage the realm, and told to who may view it. Errors
 * have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Tenants")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantResource {

    static final String ID = "tenant";
    private static final String TEST_MAIL = "test-mail";
    private static final int RETRY_SECONDS = 15;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    TenantResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent.resource(TenantsResource.RESOURCE_TYPE);
    }

    /** The settings, without the mail server's password. */
    @GET
    @Operation(
            operationId = "getTenantSettings",
            summary = "The tenant's own settings, without the password of the mail server")
    @APIResponseSchema(
            value = TenantSettingsRepresentation.class,
            responseCode = "200",
            responseDescription = "The settings")
    public TenantSettingsRepresentation get() {
        SettingsAccess access = SettingsAccess.of(auth, realm);
        require(access.mayView(), TenantProvider.ADMINISTRATOR_ROLE);
        return settings().get(access.viewsApps(), access.viewsManaged());
    }

    /** Changes settings; members that are left out stay as they are. */
    @PUT
    @Operation(
            operationId = "updateTenantSettings",
            summary = "Changes settings; members that are left out stay as they are")
    @RequestBodySchema(TenantSettingsRepresentation.class)
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    @APIResponse(responseCode = "204", description = "Changed")
    public void update(InputStream body) {
        SettingsAccess access = SettingsAccess.of(auth, realm);
        require(access.mayChange(), TenantProvider.ADMINISTRATOR_ROLE);
        TenantSettings settings = settings();
        boolean ofManaged = TenantsResource.inModel(() -> {
            SettingsChange change = read(body, settings);
            // Not even what they are: who guesses right would be told so.
            requireManaged(access.changesManaged() || !change.isOfManaged());
            if (!settings.update(change)) {
                throw noTenant();
            }
            return change.isOfManaged();
        });
        adminEvent
                .operation(OperationType.UPDATE)
                .resourcePath(ID)
                .representation(settings.get(true, ofManaged))
                .success();
    }

    /** Sends a mail to the caller by the tenant's mail server; 204 when that took it, 400 with what is wrong otherwise. */
    @POST
    @Path(TEST_MAIL)
    @Operation(operationId = "sendTestMail", summary = "Sends a mail to the caller by the tenant's mail server")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "429", ref = "Refused")
    @APIResponse(responseCode = "204", description = "The mail server took the mail")
    public void testMail() {
        require(SettingsAccess.of(auth, realm).mayChange(), TenantProvider.ADMINISTRATOR_ROLE);
        settings();
        UserModel caller = auth.adminAuth().getUser();
        if (caller.getEmail() == null || caller.getEmail().isBlank()) {
            throw refused(
                    "You have no email address that a mail could go to; set one for user " + caller.getUsername(),
                    "pbxErrorNoMailOfOnesOwn",
                    Map.of("user", caller.getUsername()));
        }
        if (!MailServerRules.sends(realm.getSmtpConfig())) {
            throw refused("The tenant has no mail server; set smtpServer", "pbxErrorNoMailServer", Map.of());
        }
        TenantMail.Outcome outcome =
                TenantMail.send(session, realm, auth.adminAuth().getRealm(), caller, TenantResource::writeTestMail);
        switch (outcome) {
            case SENT ->
                adminEvent
                        .operation(OperationType.ACTION)
                        .resourcePath(ID, TEST_MAIL)
                        .success();
            case REFUSED ->
                throw refused(
                        "The mail server cannot be reached or did not take the mail. Check smtpServer:"
                                + " host and port, ssl or starttls, user and password, from",
                        "pbxErrorMailRefused",
                        Map.of());
            case TOO_SLOW ->
                throw refused(
                        "The mail server did not answer in time; the mail may arrive yet. Check host and"
                                + " port of smtpServer, and whether the port wants ssl",
                        "pbxErrorMailSlow",
                        Map.of());
            case BUSY ->
                throw RefusalRenderer.ADMIN.thrown(Refusal.tooEarly(
                                Response.Status.TOO_MANY_REQUESTS,
                                "Another mail of this tenant is on its way; try again in some seconds",
                                RETRY_SECONDS)
                        .withKey("pbxErrorMailBusy", Map.of()));
        }
    }

    private static void writeTestMail(EmailTemplateProvider mail, RealmModel realm, UserModel to)
            throws EmailException {
        mail.sendSmtpTestEmail(realm.getSmtpConfig(), to);
    }

    private void require(boolean allowed, String role) {
        new Access(auth, RefusalRenderer.ADMIN).require(allowed, role);
    }

    private static void requireManaged(boolean allowed) {
        if (!allowed) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.lacksRole(AdminRoles.MANAGE_REALM).withField(SettingsBody.MANAGED));
        }
    }

    /** The settings; a realm that is no tenant has none. */
    private TenantSettings settings() {
        if (!Tenant.is(realm)) {
            throw noTenant();
        }
        return new TenantSettings(session, realm);
    }

    private static RuntimeException noTenant() {
        return RefusalRenderer.ADMIN.thrown(
                Refusal.of(Response.Status.NOT_FOUND, "This realm is no tenant: it has no SIP domain"));
    }

    private static SettingsChange read(InputStream in, TenantSettings settings) {
        try {
            return SettingsBody.change(JsonBody.read(in), settings.managed());
        } catch (InvalidBodyException e) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(e));
        }
    }

    private static RuntimeException refused(String text, String key, Map<String, String> params) {
        return RefusalRenderer.ADMIN.thrown(
                Refusal.of(Response.Status.BAD_REQUEST, text).withKey(key, params));
    }
}
