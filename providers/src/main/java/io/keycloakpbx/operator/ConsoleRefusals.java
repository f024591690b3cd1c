package io.keycloakpbx.operator;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the contract refuses, in the shape of Keycloak's Admin API: with the member that it is about, and words that the admin
 * console has in more languages.
 */
final class ConsoleRefusals {

    private static final String EMAIL = "email";
    private static final String FIRST_NAME = "firstName";
    private static final String LAST_NAME = "lastName";
    private static final String PASSWORD = "password";
    private static final String ALLOWED_ADDRESSES = "allowedAddresses";
    private static final String ROLES = ConsoleHint.ROLES;
    private static final String PERMISSIONS = ConsoleHint.PERMISSIONS;
    private static final String DISALLOW_PERMISSIONS = "disallowPermissions";
    private static final String CUSTOM_PERMISSIONS = ConsoleHint.CUSTOM_PERMISSIONS;

    private static final String READ_ONLY = OperatorError.OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS.name();
    private static final String UNKNOWN_ROLE = RoleRefusals.INVALID;

    /** What an attribute of a user profile is refused for begins with its name. */
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w.-]+): .*", Pattern.DOTALL);

    private static final Map<String, String> ATTRIBUTES = Map.of(
            EMAIL,
            EMAIL,
            FIRST_NAME,
            FIRST_NAME,
            LAST_NAME,
            LAST_NAME,
            OperatorAttributes.ALLOWED_ADDRESSES,
            ALLOWED_ADDRESSES,
            OperatorAttributes.SESSION_ADDRESS_LOCK,
            "sessionAddressLock");

    /** Where a code is told, and the console's words for it, or null where the server's say more. */
    private record Place(String field, String key) {}

    private static final Map<String, Place> PLACES = Map.ofEntries(
            Map.entry("OPERATOR_INVALID_OPERATOR_EMAIL", new Place(EMAIL, "pbxErrorEmail")),
            Map.entry("OPERATOR_EMAIL_INVALID", new Place(EMAIL, "pbxErrorEmail")),
            Map.entry("OPERATOR_SIGNUP_EXISTS", new Place(EMAIL, "pbxErrorEmailTaken")),
            Map.entry("OPERATOR_FNAME_INVALID", new Place(FIRST_NAME, "pbxErrorOperatorName")),
            Map.entry("OPERATOR_LNAME_INVALID", new Place(LAST_NAME, "pbxErrorOperatorName")),
            Map.entry(
                    "OPERATOR_INVALID_ETAG",
                    new Place(ConsoleOperatorBody.EXPECTED_VERSION, "pbxErrorOperatorChanged")),
            Map.entry("INVALID_IPV4_0001", new Place(ALLOWED_ADDRESSES, null)),
            Map.entry("OPERATOR_INVALID_SIGNUP_ROLE", new Place(ROLES, null)),
            Map.entry(READ_ONLY, new Place(null, "pbxErrorReadOnlyUser")),
            Map.entry("OPERATOR_INVALID_ROLE_LIST_SIZE", new Place(ROLES, "pbxErrorOperatorRoles")),
            Map.entry("ROLES_NON_UNIQUE_ROLE_IDS", new Place(ROLES, "pbxErrorTwice")),
            Map.entry("AUTH_ROLE_INVALID_ESP_SOLO_ROLE", new Place(ROLES, "pbxErrorSoloRole")),
            Map.entry("AUTH_ROLE_INVALID_SUPER_SOLO_ROLE", new Place(ROLES, "pbxErrorSoloRole")),
            Map.entry("AUTH_ROLE_INVALID_TENANT_SOLO_ROLE", new Place(ROLES, "pbxErrorSoloRole")),
            Map.entry("AUTH_ROLE_INVALID_SUPER_ROLE_DATA", new Place(PERMISSIONS, "pbxErrorSoloAllowsMore")),
            Map.entry("AUTH_ROLE_INVALID_TENANT_ROLE_DATA", new Place(PERMISSIONS, "pbxErrorSoloAllowsMore")),
            Map.entry("AUTH_ROLE_INVALID_ROLE_NAME", new Place("name", "pbxErrorRoleName")),
            Map.entry("PERMISSION_INVALID_0001", new Place(PERMISSIONS, "pbxErrorPermission")),
            Map.entry("PERMISSIONS_INVALID_PERMISSIONS_SIZE", new Place(PERMISSIONS, "pbxErrorPermissions")),
            Map.entry("PERMISSIONS_NON_UNIQUE_PERMISSIONS", new Place(PERMISSIONS, "pbxErrorTwice")),
            Map.entry(
                    "PERMISSIONS_INVALID_DISALLOW_PERMISSIONS_SIZE",
                    new Place(DISALLOW_PERMISSIONS, "pbxErrorPermissions")),
            Map.entry("PERMISSIONS_NON_UNIQUE_DISALLOW_PERMISSIONS", new Place(DISALLOW_PERMISSIONS, "pbxErrorTwice")),
            Map.entry("ROLES_PERMISSION_OVERLAP_NOT_ALLOWED", new Place(DISALLOW_PERMISSIONS, "pbxErrorOverlap")),
            Map.entry(
                    "PERMISSIONS_INVALID_CUSTOM_PERMISSIONS_SIZE",
                    new Place(CUSTOM_PERMISSIONS, "pbxErrorPermissions")),
            Map.entry("PERMISSIONS_NON_UNIQUE_CUSTOM_PERMISSIONS", new Place(CUSTOM_PERMISSIONS, "pbxErrorTwice")),
            Map.entry("INVALID_PERMISSION_VALUE", new Place(CUSTOM_PERMISSIONS, "pbxErrorWindowValue")),
            Map.entry("PERMISSIONS_INVALID_TIME", new Place(CUSTOM_PERMISSIONS, "pbxErrorWindowMoment")),
            Map.entry("PERMISSION_AFTER_LARGER_THAN_BEFORE", new Place(CUSTOM_PERMISSIONS, "pbxErrorWindow")),
            Map.entry("PERMISSIONS_INVALID_REASON", new Place(CUSTOM_PERMISSIONS, null)),
            Map.entry("PERMISSIONS_INVALID_REGION", new Place(CUSTOM_PERMISSIONS, null)),
            Map.entry("PERMISSIONS_INVALID_PERMISSION_ID", new Place(CUSTOM_PERMISSIONS, null)));

    /** Where the contract has another status. */
    private static final Map<String, Response.Status> STATUSES = Map.of(
            "OPERATOR_INVALID_TENANT_DATA", Response.Status.NOT_FOUND,
            "OPERATOR_INVALID_ETAG", Response.Status.CONFLICT);

    /** Where the contract's words speak of its own members. */
    private static final Map<String, String> TEXTS = Map.of(
            "OPERATOR_INVALID_ETAG", "Somebody else has changed the operator since you read it. Read it again",
            "PERMISSION_AFTER_LARGER_THAN_BEFORE", "allowedAfterMs is not greater than allowedBeforeMs");

    private ConsoleRefusals() {}

    /** Does what may be refused in the contract's shape, or for its body. */
    static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidBodyException e) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(e));
        } catch (WebApplicationException e) {
            throw e.getResponse().getEntity() instanceof OperatorErrors errors
                    ? RefusalRenderer.ADMIN.thrown(refusal(e.getResponse(), errors.errors()))
                    : e;
        }
    }

    /** Refuses to change a role that is not as the caller has read it. */
    static WebApplicationException changed(String role) {
        return RefusalRenderer.ADMIN.thrown(Refusal.of(
                        Response.Status.CONFLICT,
                        "Somebody else has changed role " + role + " since you read it. Read it again")
                .withField(ConsoleOperatorBody.EXPECTED_VERSION)
                .withKey("pbxErrorRoleChanged", Map.of("name", role)));
    }

    /** Words of the console say one thing, and so only where there is no more than one to say. */
    private static Refusal refusal(Response response, List<OperatorErrors.Item> items) {
        OperatorErrors.Item first = items.get(0);
        String text = items.stream()
                .map(item -> TEXTS.getOrDefault(item.code(), item.message()))
                .distinct()
                .collect(Collectors.joining(". "));
        boolean isOne = items.stream().map(OperatorErrors.Item::code).distinct().count() == 1;
        Response.Status status =
                STATUSES.getOrDefault(first.code(), Response.Status.fromStatusCode(response.getStatus()));
        Refusal refusal = Refusal.of(status, text);
        String retry = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        if (retry != null) {
            refusal = refusal.with(HttpHeaders.RETRY_AFTER, retry);
        }
        Place place = place(first, status);
        ConsoleHint hint = first.hint() == null ? new ConsoleHint(null, null, Map.of()) : first.hint();
        String field = hint.field() == null ? place.field() : hint.field();
        String key = hint.key() == null ? place.key() : hint.key();
        refusal = field == null ? refusal : refusal.withField(field);
        return isOne && key != null ? refusal.withKey(key, hint.params()) : refusal;
    }

    /** What a code says. */
    private static Place place(OperatorErrors.Item item, Response.Status status) {
        if (status == Response.Status.NOT_FOUND) {
            return new Place(null, keyOfUnknown(item));
        }
        Place place = PLACES.getOrDefault(item.code(), new Place(null, null));
        boolean isUnnamed = item.code().equals(OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST.name());
        Matcher attribute = ATTRIBUTE.matcher(item.message());
        if ((isUnnamed || item.code().equals(READ_ONLY)) && attribute.matches()) {
            String name = attribute.group(1);
            return new Place(name.equals(PASSWORD) ? PASSWORD : ATTRIBUTES.get(name), place.key());
        }
        // Of what the contract has no code for, this side sends attributes of users and passwords.
        return isUnnamed && item.hint() == null ? new Place(PASSWORD, null) : place;
    }

    private static String keyOfUnknown(OperatorErrors.Item item) {
        return item.message().equals(OperatorError.SESSION_SUBJECT_NOT_FOUND.text())
                ? "pbxNoOperator"
                : item.code().equals(UNKNOWN_ROLE) ? "pbxNoOperatorRole" : null;
    }
}
