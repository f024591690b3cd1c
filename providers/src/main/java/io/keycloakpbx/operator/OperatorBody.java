package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What requests for operators have as their bodies: only described here. Members that are not listed are ignored. */
final class OperatorBody {

    private OperatorBody() {}

    /** A sign-up. */
    @Schema(
            name = "OperatorSignUp",
            requiredProperties = {"email", "first_name", "password", "repeatPassword"})
    record SignUp(
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_EMAIL, format = "email") String email,
            @JsonProperty("first_name") @Schema(minLength = 1, maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{1,100}$")
                    String firstName,
            @JsonProperty("last_name") @Schema(maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{0,100}$") String lastName,
            @Schema(maxLength = 210, pattern = "^[ a-zA-Z0-9_-]{0,210}$") String name,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String password,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String repeatPassword,
            @Schema(maxLength = OperatorInput.MAX_REQUEST_ID, description = "Without effect") String requestId,
            @JsonProperty("logout_others") @Schema(description = "Without effect") Boolean logoutOthers,
            @JsonProperty("enable_session_ip_lock") Boolean enableSessionIpLock,
            @JsonProperty("ipv4_list") @Schema(maxItems = OperatorInput.MAX_NETWORKS)
                    List<OperatorRepresentation.Ipv4> ipv4List,
            @Schema(maxItems = OperatorData.MAX_ITEMS) List<OperatorData.Address> addresses,
            @JsonProperty("phone_numbers") @Schema(maxItems = OperatorData.MAX_ITEMS)
                    List<OperatorData.PhoneNumber> phoneNumbers,
            @JsonProperty("secondary_emails") @Schema(maxItems = OperatorData.MAX_ITEMS)
                    List<OperatorData.Email> secondaryEmails,
            @Schema(type = SchemaType.OBJECT, implementation = Object.class, description = "At most 100 KB of JSON")
                    Object settings,
            @Schema(
                            maxItems = OperatorInput.MAX_ROLES,
                            description = "Base roles; at least one of these or of custom_roles")
                    List<CustomRoleRepresentation.Role> roles,
            @JsonProperty("custom_roles") @Schema(maxItems = OperatorInput.MAX_CUSTOM_ROLES)
                    List<CustomRoleInput.Sent> customRoles) {}

    /** A change. What is left out stays as it is. */
    @Schema(name = "OperatorChange", requiredProperties = "_etag")
    record Change(
            @JsonProperty("_etag") @Schema(description = "That of the operator as it was read") Integer etag,
            @Schema(description = "If sent, that of the path") String id,
            @JsonProperty("tenant_id") @Schema(description = "If sent, that of the path") String tenantId,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_EMAIL, format = "email") String email,
            @JsonProperty("first_name") @Schema(minLength = 1, maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{1,100}$")
                    String firstName,
            @JsonProperty("last_name") @Schema(maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{0,100}$") String lastName,
            @Schema(maxLength = 210, pattern = "^[ a-zA-Z0-9_-]{0,210}$") String name,
            Boolean disabled,
            @JsonProperty("enable_session_ip_lock") Boolean enableSessionIpLock,
            @JsonProperty("ipv4_list") @Schema(maxItems = OperatorInput.MAX_NETWORKS)
                    List<OperatorRepresentation.Ipv4> ipv4List,
            @Schema(maxItems = OperatorData.MAX_ITEMS) List<OperatorData.Address> addresses,
            @JsonProperty("phone_numbers") @Schema(maxItems = OperatorData.MAX_ITEMS)
                    List<OperatorData.PhoneNumber> phoneNumbers,
            @JsonProperty("secondary_emails") @Schema(maxItems = OperatorData.MAX_ITEMS)
                    List<OperatorData.Email> secondaryEmails,
            @Schema(type = SchemaType.OBJECT, implementation = Object.class, description = "At most 100 KB of JSON")
                    Object settings,
            @Schema(maxItems = OperatorInput.MAX_ROLES_SENT_BACK) List<CustomRoleRepresentation.Role> roles,
            @JsonProperty("custom_roles") @Schema(maxItems = OperatorInput.MAX_CUSTOM_ROLES)
                    List<CustomRoleInput.Sent> customRoles) {}

    /** A login. */
    @Schema(
            name = "OperatorLogin",
            requiredProperties = {"email", "password"})
    record Login(
            @Schema(minLength = 1, maxLength = OperatorData.MAX_EMAIL) String email,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String password,
            @JsonProperty("logout_others") @Schema(description = "Whether to end the caller's other sessions")
                    Boolean logoutOthers,
            @Schema(
                            maxLength = OperatorInput.MAX_REQUEST_ID,
                            description = "Refused: there is no polling for SAML logins")
                    String requestId) {}

    /** A forgotten password. */
    @Schema(name = "OperatorForgottenPassword", requiredProperties = "email")
    record Forgotten(@Schema(minLength = 1, maxLength = OperatorData.MAX_EMAIL) String email) {}

    /** A new password for a link in a mail. */
    @Schema(
            name = "OperatorPasswordByMail",
            requiredProperties = {"token", "password", "repeatPassword"})
    record ByMail(
            @Schema(
                            minLength = 1,
                            maxLength = MailedToken.MAX_LENGTH,
                            description = "The value of key in the link of the mail")
                    String token,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String password,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String repeatPassword,
            @Schema(maxLength = OperatorInput.MAX_PASSWORD) String oldPassword) {}

    /** A new password of the caller. */
    @Schema(
            name = "OperatorPasswordChange",
            requiredProperties = {"oldPassword", "password", "repeatPassword"})
    record PasswordChange(
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String oldPassword,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String password,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String repeatPassword) {}
}
