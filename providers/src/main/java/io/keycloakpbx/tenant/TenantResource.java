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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * A tenant's own settings, for its administrators: who has the role {@code Admin}, or may manage the realm. Errors have the
 * shape of Keycloak's Admin API.
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
    private static final String TENANT_ID = "tenantId";
    private static final int TENANT_ID_LENGTH = 20;

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
        return administered().get();
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
        TenantSettings settings = administered();
        TenantSettingsRepresentation sent = read(body);
        TenantsResource.inModel(() -> {
            settings.update(sent);
            return null;
        });
        adminEvent
                .operation(OperationType.UPDATE)
                .resourcePath(ID)
                .representation(settings.get())
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
        administered();
        UserModel caller = auth.adminAuth().getUser();
        if (caller.getEmail() == null || caller.getEmail().isBlank()) {
            throw refused(
                    "You have no email address that a mail could go to; set one for user " + caller.getUsername());
        }
        if (!MailServerRules.sends(realm.getSmtpConfig())) {
            throw refused("The tenant has no mail server; set smtpServer");
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
                throw refused("The mail server cannot be reached or did not take the mail. Check smtpServer:"
                        + " host and port, ssl or starttls, user and password, from");
            case TOO_SLOW ->
                throw refused("The mail server did not answer in time; the mail may arrive yet. Check host and"
                        + " port of smtpServer, and whether the port wants ssl");
            case BUSY ->
                throw RefusalRenderer.ADMIN.thrown(Refusal.tooEarly(
                        Response.Status.TOO_MANY_REQUESTS,
                        "Another mail of this tenant is on its way; try again in some seconds",
                        RETRY_SECONDS));
        }
    }

    private static void writeTestMail(EmailTemplateProvider mail, RealmModel realm, UserModel to)
            throws EmailException {
        mail.sendSmtpTestEmail(realm.getSmtpConfig(), to);
    }

    /**
     * The settings, for who may have them; a realm that is no tenant has none.
     *
     * <p>Keycloak has no permission for the settings of a tenant alone, so the role itself is asked for, as Keycloak asks for its
     * own: the user has it, and the client may use it.
     */
    private TenantSettings administered() {
        boolean ofTenant = auth.adminAuth().getRealm().equals(realm)
                && auth.adminAuth().hasRealmRole(TenantProvider.ADMINISTRATOR_ROLE);
        new Access(auth, RefusalRenderer.ADMIN)
                .require(ofTenant || auth.realm().canManageRealm(), TenantProvider.ADMINISTRATOR_ROLE);
        return Tenant.of(realm)
                .map(tenant -> new TenantSettings(session, tenant))
                .orElseThrow(() -> RefusalRenderer.ADMIN.thrown(
                        Refusal.of(Response.Status.NOT_FOUND, "This realm is no tenant: it has no SIP domain")));
    }

    private static TenantSettingsRepresentation read(InputStream in) {
        try {
            JsonBody body = JsonBody.read(in);
            body.refuseOthersThan(Set.of(
                    TENANT_ID,
                    "name",
                    "website",
                    "avatarUrl",
                    "secondFactor",
                    SettingsBody.SMTP_SERVER,
                    SettingsBody.REDIRECT_URIS));
            return new TenantSettingsRepresentation(
                    body.optionalString(TENANT_ID, TENANT_ID_LENGTH),
                    body.optionalString("name", TenantRules.MAX_NAME_LENGTH),
                    body.optionalString("website", TenantRules.MAX_WEBSITE_LENGTH),
                    body.optionalString("avatarUrl", TenantRules.MAX_AVATAR_URL_LENGTH),
                    SettingsBody.mailServer(body),
                    body.optionalBoolean("secondFactor"),
                    SettingsBody.redirectUris(body));
        } catch (InvalidBodyException e) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(e));
        }
    }

    private static RuntimeException refused(String text) {
        return RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.BAD_REQUEST, text));
    }
}
