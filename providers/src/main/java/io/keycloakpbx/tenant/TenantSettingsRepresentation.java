package io.keycloakpbx.tenant;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the administrator of a tenant decides about it, and what whoever manages the realm does. Where nothing was decided, what
 * holds is told.
 *
 * @param tenantId the tenant's number, which is given once: told, and taken as it is
 * @param name the tenant's name, 1 to 1,024 characters
 * @param website the web site, an http or https URL
 * @param avatarUrl the logo, an http or https URL
 * @param smtpServer the mail server, members of Keycloak's {@code smtpServer}; the password is told as asterisks
 * @param secondFactor whether a password alone signs nobody in
 * @param twoFactorResendSeconds the seconds between two mailed codes for one user, 1 to 600
 * @param passwordResetEndsSessions whether a new password ends the user's sessions
 * @param identityProvidersCreateUsers whether who comes from an identity provider for the first time becomes a user
 * @param revokeOnSteal whether who loses an extension to somebody else is signed out
 * @param redirectUris where the tenant's apps are; null where it has no client for apps, or for who may not see clients
 * @param managed the realm attributes of each {@link ManagedSetting}, without the {@code pbx.} of their names; null for who may
 *     not view the realm
 * @param expected only in a request: what members were when they were shown. Where one is something else by now, nothing is changed
 */
@Schema(
        name = "TenantSettings",
        description = "What the administrator of a tenant decides about it, and what whoever manages the realm does",
        additionalProperties = Schema.False.class)
public record TenantSettingsRepresentation(
        @Schema(maxLength = 20, pattern = "^[0-9]*$") String tenantId,
        @Schema(minLength = 1, maxLength = TenantRules.MAX_NAME_LENGTH) String name,
        @Schema(maxLength = TenantRules.MAX_WEBSITE_LENGTH) String website,
        @Schema(maxLength = TenantRules.MAX_AVATAR_URL_LENGTH) String avatarUrl,
        @Schema(implementation = MailServerRepresentation.class) Map<String, String> smtpServer,
        Boolean secondFactor,
        @Schema(minimum = "1", maximum = "600") Integer twoFactorResendSeconds,
        Boolean passwordResetEndsSessions,
        Boolean identityProvidersCreateUsers,
        Boolean revokeOnSteal,
        @Schema(maxItems = RedirectUriRules.MAX_URIS) List<String> redirectUris,
        @Schema(
                        type = SchemaType.OBJECT,
                        description = "What whoever manages the realm decides, such as basicAuth of pbx.basicAuth")
                Map<String, Object> managed,
        @Schema(
                        description = "Only in a request: what members were when they were shown. Where one is"
                                + " something else by now, nothing is changed: 409")
                TenantSettingsRepresentation expected) {

    /** Nothing is spoken of. */
    static final TenantSettingsRepresentation NONE = new TenantSettingsRepresentation(
            null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Without the password of the mail server. */
    @Override
    public String toString() {
        return "TenantSettingsRepresentation[" + name + "]";
    }
}
