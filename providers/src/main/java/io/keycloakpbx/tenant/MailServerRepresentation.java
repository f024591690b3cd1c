package io.keycloakpbx.tenant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The mail server of a tenant, members of Keycloak's {@code smtpServer}: only described here. Numbers and switches come as
 * such or as texts, and are told as texts.
 *
 * @param password told as asterisks
 */
@Schema(
        name = "MailServer",
        description = "A mail server, by the members of Keycloak's smtpServer",
        additionalProperties = Schema.False.class)
record MailServerRepresentation(
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String host,
        @Schema(description = "1 to 65535, a number or a text") Object port,
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String from,
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String fromDisplayName,
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String replyTo,
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String replyToDisplayName,
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String envelopeFrom,
        @Schema(description = "true or false, also as a text") Object ssl,
        @Schema(description = "true or false, also as a text") Object starttls,
        @Schema(description = "true or false, also as a text") Object auth,
        @Schema(maxLength = MailServerRules.MAX_LENGTH) String user,
        @Schema(maxLength = MailServerRules.MAX_LENGTH, description = "Told as asterisks, which leave it as it is")
                String password,
        @Schema(description = "true or false, also as a text") Object allowutf8) {}
