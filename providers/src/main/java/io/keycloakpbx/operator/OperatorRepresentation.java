package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.restriction.SignInRestriction;
import io.keycloakpbx.role.BaseRole;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** An operator, as the contract's answers have it: never with a password. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Operator",
        description = "An operator",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "tenant_id", "_etag"})
record OperatorRepresentation(
        String id,
        @JsonProperty("tenant_id") String tenantId,
        String email,
        @JsonProperty("email_validated") boolean emailValidated,
        @JsonProperty("first_name") String firstName,
        @JsonProperty("last_name") String lastName,
        String name,
        boolean disabled,
        @Schema(description = "The base roles that are given directly") List<CustomRoleRepresentation.Role> roles,
        @JsonProperty("custom_roles") @Schema(description = "The custom roles that are given directly")
                List<CustomRole> customRoles,
        List<OperatorData.Address> addresses,
        @JsonProperty("phone_numbers") List<OperatorData.PhoneNumber> phoneNumbers,
        @JsonProperty("secondary_emails") List<OperatorData.Email> secondaryEmails,
        @JsonProperty("ipv4_list") @Schema(description = "Addresses and networks to sign in from; anywhere, if empty")
                List<Ipv4> ipv4List,
        @JsonProperty("enable_session_ip_lock") boolean enableSessionIpLock,
        @Schema(type = SchemaType.OBJECT, implementation = Object.class) JsonNode settings,
        @JsonProperty("_created_on_utc") @Schema(description = "Milliseconds since 1970") Long createdOnUtc,
        @JsonProperty("_etag") @Schema(description = "Changes with the operator; a change has to send it") Integer etag,
        @JsonProperty("verification_email_sent")
                @Schema(
                        description =
                                "Of a sign-up: whether the mail server has taken the mail, where that has been waited for")
                Boolean verificationEmailSent) {

    /** A custom role. */
    @Schema(
            name = "OperatorCustomRoleName",
            requiredProperties = {"id", "name"})
    record CustomRole(String id, String name) {}

    /** An address or network. */
    @Schema(name = "OperatorNetwork", requiredProperties = "ipv4")
    record Ipv4(@Schema(description = "An IPv4 or IPv6 address, or a network in CIDR notation") String ipv4) {}

    /** A list of operators. */
    @Schema(
            name = "Operators",
            additionalProperties = Schema.False.class,
            requiredProperties = {"count", "tenant_id", "items"})
    record Many(
            @Schema(description = "How many there are in all") long count,
            @JsonProperty("tenant_id") String tenantId,
            List<OperatorRepresentation> items) {}

    /** What an operator is now. */
    static OperatorRepresentation of(KeycloakSession session, RealmModel realm, String tenantId, OperatorUser user) {
        OperatorRoleProvider roles = OperatorRoleProvider.of(session);
        List<RoleModel> given = user.roleIds().stream()
                .map(realm::getRoleById)
                .filter(Objects::nonNull)
                .toList();
        OperatorRepresentation plain = new OperatorRepresentation(
                user.id(),
                tenantId,
                user.email(),
                user.emailVerified(),
                user.firstName(),
                user.lastName(),
                user.attribute(OperatorAttributes.NAME),
                !user.enabled(),
                given.stream()
                        .flatMap(role -> BaseRole.of(role).stream())
                        .sorted()
                        .map(role -> new CustomRoleRepresentation.Role(role.roleName()))
                        .toList(),
                given.stream()
                        .filter(role -> roles.isCustom(realm, role))
                        .map(role -> new CustomRole(role.getId(), role.getName()))
                        .sorted(Comparator.comparing(CustomRole::name))
                        .toList(),
                orEmpty(OperatorData.addresses(user.attribute(OperatorAttributes.ADDRESSES))),
                orEmpty(OperatorData.phoneNumbers(user.attribute(OperatorAttributes.PHONE_NUMBERS))),
                orEmpty(OperatorData.secondaryEmails(user.attribute(OperatorAttributes.SECONDARY_EMAILS))),
                user.attributes().getOrDefault(OperatorAttributes.ALLOWED_ADDRESSES, List.of()).stream()
                        .sorted()
                        .map(Ipv4::new)
                        .toList(),
                user.attributes().getOrDefault(OperatorAttributes.SESSION_ADDRESS_LOCK, List.of()).stream()
                        .anyMatch(SignInRestriction::isLock),
                OperatorData.settings(user.attribute(OperatorAttributes.SETTINGS)),
                user.created(),
                null,
                null);
        return plain.with(RepresentationVersion.of(plain), null);
    }

    private static <T> List<T> orEmpty(List<T> items) {
        return items == null ? List.of() : items;
    }

    /** The same, with what has become of the mail of a sign-up. */
    OperatorRepresentation mailed(Boolean sent) {
        return with(etag, sent);
    }

    private OperatorRepresentation with(Integer hash, Boolean sent) {
        return new OperatorRepresentation(
                id,
                tenantId,
                email,
                emailValidated,
                firstName,
                lastName,
                name,
                disabled,
                roles,
                customRoles,
                addresses,
                phoneNumbers,
                secondaryEmails,
                ipv4List,
                enableSessionIpLock,
                settings,
                createdOnUtc,
                hash,
                sent);
    }
}
