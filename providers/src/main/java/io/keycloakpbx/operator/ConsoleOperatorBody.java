package io.keycloakpbx.operator;

import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the admin console sends of operators: the contract's rules, by the names of Keycloak's Admin API. */
final class ConsoleOperatorBody {

    static final String EXPECTED_VERSION = "expectedVersion";

    private static final String EMAIL = "email";
    private static final String FIRST_NAME = "firstName";
    private static final String LAST_NAME = "lastName";
    private static final String PASSWORD = "password";
    private static final String ENABLED = "enabled";
    private static final String ROLES = "roles";
    private static final String CUSTOM_ROLES = "customRoles";
    private static final String ALLOWED_ADDRESSES = "allowedAddresses";
    private static final String SESSION_ADDRESS_LOCK = "sessionAddressLock";
    private static final Set<String> SHARED =
            Set.of(EMAIL, FIRST_NAME, LAST_NAME, ROLES, CUSTOM_ROLES, ALLOWED_ADDRESSES, SESSION_ADDRESS_LOCK);

    /** As much as is read of a text whose own rule says how long it may be. */
    private static final int TEXT_LENGTH = 1_000;

    private static final int ID_LENGTH = 255;

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,10}");

    private ConsoleOperatorBody() {}

    /** An operator who is to be signed up. */
    @Schema(
            name = "NewTenantOperator",
            description = "An operator who is to be signed up",
            requiredProperties = {"email", "firstName", "password"})
    record New(
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_EMAIL, format = "email") String email,
            @Schema(minLength = 1, maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{1,100}$") String firstName,
            @Schema(maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{0,100}$") String lastName,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_PASSWORD) String password,
            @Schema(
                            maxItems = OperatorInput.MAX_ROLES,
                            description = "Names of base roles; at least one of these or of customRoles")
                    List<String> roles,
            @Schema(maxItems = OperatorInput.MAX_CUSTOM_ROLES, description = "Ids of custom roles")
                    List<String> customRoles,
            @Schema(maxItems = OperatorInput.MAX_NETWORKS) List<String> allowedAddresses,
            Boolean sessionAddressLock) {}

    /** What changes of an operator. */
    @Schema(
            name = "TenantOperatorChange",
            description = "What changes of an operator; what is left out stays as it is",
            requiredProperties = EXPECTED_VERSION)
    record Change(
            @Schema(minimum = "0", description = "The version of the operator as it was read") Integer expectedVersion,
            @Schema(minLength = 1, maxLength = OperatorInput.MAX_EMAIL, format = "email") String email,
            @Schema(minLength = 1, maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{1,100}$") String firstName,
            @Schema(maxLength = 100, pattern = "^[a-zA-Z0-9\\s_-]{0,100}$") String lastName,
            Boolean enabled,
            @Schema(maxItems = OperatorInput.MAX_ROLES_SENT_BACK, description = "Names of base roles")
                    List<String> roles,
            @Schema(maxItems = OperatorInput.MAX_CUSTOM_ROLES, description = "Ids of custom roles")
                    List<String> customRoles,
            @Schema(maxItems = OperatorInput.MAX_NETWORKS) List<String> allowedAddresses,
            Boolean sessionAddressLock) {}

    /** What a sign-up says. */
    static OperatorInput ofSignUp(InputStream in) {
        JsonBody body = JsonBody.read(in);
        body.refuseOthersThan(with(PASSWORD));
        body.requiredString(EMAIL, TEXT_LENGTH);
        body.requiredString(FIRST_NAME, TEXT_LENGTH);
        String password = body.requiredString(PASSWORD, OperatorInput.MAX_PASSWORD);
        OperatorProblems problems = new OperatorProblems();
        Map<String, List<String>> attributes = attributes(body, problems);
        List<String> roles = roles(body, OperatorInput.MAX_ROLES, problems);
        List<CustomRoleInput> customRoles = customRoles(body);
        if (body.size(ROLES) == 0 && body.size(CUSTOM_ROLES) == 0) {
            problems.add(OperatorError.OPERATOR_INVALID_ROLE_LIST_SIZE);
        }
        problems.refuse();
        return new OperatorInput(
                attributes,
                roles == null ? List.of() : roles,
                customRoles == null ? List.of() : customRoles,
                password,
                null,
                null);
    }

    /** What a change says; what it does not speak of stays as it is. */
    static OperatorInput ofChange(InputStream in) {
        JsonBody body = JsonBody.read(in);
        body.refuseOthersThan(with(EXPECTED_VERSION, ENABLED));
        long version = body.requiredInteger(EXPECTED_VERSION, 0, Integer.MAX_VALUE);
        Boolean enabled = body.optionalBoolean(ENABLED);
        OperatorProblems problems = new OperatorProblems();
        Map<String, List<String>> attributes = attributes(body, problems);
        List<String> roles = roles(body, OperatorInput.MAX_ROLES_SENT_BACK, problems);
        List<CustomRoleInput> customRoles = customRoles(body);
        problems.refuse();
        return new OperatorInput(attributes, roles, customRoles, null, enabled == null ? null : !enabled, version);
    }

    /** The version that a query names. */
    static long expectedVersion(String sent) {
        if (sent == null || !VERSION.matcher(sent).matches()) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.invalid(EXPECTED_VERSION, "expectedVersion must be a whole number, 0 or more"));
        }
        return Long.parseLong(sent);
    }

    private static Set<String> with(String... more) {
        Set<String> members = new HashSet<>(SHARED);
        members.addAll(List.of(more));
        return members;
    }

    private static Map<String, List<String>> attributes(JsonBody body, OperatorProblems problems) {
        Map<String, List<String>> attributes = new HashMap<>();
        String email = body.optionalString(EMAIL, TEXT_LENGTH);
        if (email != null) {
            OperatorInput.email(email, attributes, problems);
        }
        String firstName = body.optionalString(FIRST_NAME, TEXT_LENGTH);
        if (firstName != null) {
            OperatorInput.firstName(firstName, attributes, problems);
        }
        String lastName = body.optionalString(LAST_NAME, TEXT_LENGTH);
        if (lastName != null) {
            OperatorInput.lastName(lastName, attributes, problems);
        }
        List<String> addresses = body.optionalStrings(ALLOWED_ADDRESSES, OperatorInput.MAX_NETWORKS, ID_LENGTH);
        if (addresses != null) {
            OperatorInput.networks(addresses, attributes, problems);
        }
        Boolean lock = body.optionalBoolean(SESSION_ADDRESS_LOCK);
        if (lock != null) {
            OperatorInput.sessionAddressLock(lock, attributes);
        }
        return attributes;
    }

    private static List<String> roles(JsonBody body, int max, OperatorProblems problems) {
        List<String> names = body.optionalStrings(ROLES, max, ID_LENGTH);
        return names == null ? null : OperatorInput.roles(names, problems);
    }

    private static List<CustomRoleInput> customRoles(JsonBody body) {
        List<String> ids = body.optionalStrings(CUSTOM_ROLES, OperatorInput.MAX_CUSTOM_ROLES, ID_LENGTH);
        return ids == null
                ? null
                : ids.stream().map(id -> new CustomRoleInput(id, null, null)).toList();
    }
}
