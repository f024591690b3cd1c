package io.keycloakpbx.operatorrole;

import io.keycloakpbx.operatorrole.OperatorRoleException.Violation;
import io.keycloakpbx.role.BaseRole;
import io.keycloakpbx.role.BaseRole.Family;
import io.keycloakpbx.role.BuiltInRole;
import io.keycloakpbx.store.StorableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What custom roles and permissions have to be like (contract prisma-sdwan 3.2 and 3.3), each rule with its code. */
final class OperatorRoleRules {

    static final String ROLE_INVALID = "AUTH_ROLE_INVALID";
    static final String ROLE_NAME = "AUTH_ROLE_INVALID_ROLE_NAME";
    static final String PERMISSION_ID = "PERMISSIONS_INVALID_PERMISSION_ID";
    static final String TOO_MANY_ROLES = "OPERATOR_INVALID_CUSTOM_ROLES_LIST_SIZE";
    static final String TOO_MANY_PERMISSIONS = "PERMISSIONS_INVALID_LIST_SIZE";
    static final String IN_USE = "A custom role refers to this permission; take it out of the role first";

    static final String BASE_ROLES = "baseRoles";

    private static final int MAX_BASE_ROLES = 7;
    private static final int MAX_VALUES = 100;
    private static final int VALUE_LENGTH = 500;
    private static final int REASON_LENGTH = 5_000;

    /** As long as a request that makes one. */
    private static final int ROLE_LENGTH = 65_536;

    /** As much as Keycloak keeps of a role's name and description. */
    private static final int TEXT_LENGTH = 255;

    private static final Pattern NAME = Pattern.compile("[a-z_]{1," + TEXT_LENGTH + "}");

    /** What the contract's own expression, which is none, was meant to say. */
    private static final Pattern CUSTOM_VALUE = Pattern.compile("[/0-9a-zA-Z+_\\[\\]-]{1," + VALUE_LENGTH + "}");

    private final List<Violation> violations = new ArrayList<>();

    private OperatorRoleRules() {}

    static OperatorRoleException unreadable(String setting) {
        return new OperatorRoleException(
                "INVALID_PERMISSION_VALUE", "Setting " + setting + " is not what it should be");
    }

    /**
     * Checks what a component is to keep of a role, whose name is the role's own affair.
     *
     * @throws OperatorRoleException where it breaks rules
     */
    static void check(OperatorRole role) {
        refuse(violationsOfMeaning(role));
    }

    /**
     * Checks a permission.
     *
     * @throws OperatorRoleException where it breaks rules
     */
    static void check(TimedPermission permission) {
        refuse(violations(permission));
    }

    static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new OperatorRoleException(violations);
        }
    }

    /** The rules that a custom role breaks. */
    static List<Violation> violations(OperatorRole role) {
        OperatorRoleRules rules = new OperatorRoleRules();
        rules.name(role.name());
        rules.require(
                role.description() == null
                        || role.description().length() <= TEXT_LENGTH && StorableText.is(role.description()),
                ROLE_INVALID,
                "A description has at most " + TEXT_LENGTH + " characters",
                "description");
        rules.violations.addAll(violationsOfMeaning(role));
        return rules.violations;
    }

    private static List<Violation> violationsOfMeaning(OperatorRole role) {
        OperatorRoleRules rules = new OperatorRoleRules();
        rules.baseRoles(role.baseRoles());
        rules.values("PERMISSIONS", role.permissions(), null);
        rules.values("DISALLOW_PERMISSIONS", role.disallowPermissions(), "disallowPermissions");
        Set<String> both = new HashSet<>(role.permissions());
        both.retainAll(role.disallowPermissions());
        rules.require(
                both.isEmpty(),
                "ROLES_PERMISSION_OVERLAP_NOT_ALLOWED",
                "A role does not allow and disallow the same value");
        rules.customPermissions(role.customPermissions());
        rules.solo(role);
        rules.require(
                length(role) <= ROLE_LENGTH,
                ROLE_INVALID,
                "The texts of a custom role have at most " + ROLE_LENGTH + " characters in all");
        return rules.violations;
    }

    private static long length(OperatorRole role) {
        return Stream.concat(
                        Stream.of(role.permissions(), role.disallowPermissions())
                                .flatMap(List::stream),
                        role.customPermissions().stream()
                                .flatMap(permission -> Stream.of(
                                        permission.value(),
                                        permission.disabledReason(),
                                        permission.inactiveReason(),
                                        permission.region())))
                .filter(Objects::nonNull)
                .mapToLong(String::length)
                .sum();
    }

    /** The rules that base roles which are given together break. */
    static List<Violation> violations(Collection<String> baseRoles) {
        OperatorRoleRules rules = new OperatorRoleRules();
        rules.known(baseRoles);
        rules.soloAmong(baseRoles);
        return rules.violations;
    }

    static List<Violation> violations(TimedPermission permission) {
        OperatorRoleRules rules = new OperatorRoleRules();
        rules.permission(permission);
        return rules.violations;
    }

    private void require(boolean kept, String code, String message) {
        require(kept, code, message, null);
    }

    private void require(boolean kept, String code, String message, String member) {
        if (!kept) {
            violations.add(new Violation(code, message, member));
        }
    }

    private void name(String name) {
        require(
                name != null && NAME.matcher(name).matches(),
                ROLE_NAME,
                "Auth role name comprises of lowercase and underscore characters only");
        require(
                BaseRole.named(name).isEmpty() && BuiltInRole.named(name).isEmpty(),
                ROLE_NAME,
                "Role name " + name + " is that of a built-in role; choose another");
    }

    private void baseRoles(List<String> names) {
        require(
                names.size() <= MAX_BASE_ROLES,
                "OPERATOR_INVALID_ROLE_LIST_SIZE",
                "A custom role contains at most seven base roles",
                BASE_ROLES);
        known(names);
        soloAmong(names);
    }

    private void known(Collection<String> names) {
        require(
                names.stream().allMatch(name -> BaseRole.named(name).isPresent()),
                ROLE_INVALID,
                "A base role is one of "
                        + Arrays.stream(BaseRole.values())
                                .map(BaseRole::roleName)
                                .collect(Collectors.joining(", ")),
                BASE_ROLES);
        require(
                Set.copyOf(names).size() == names.size(),
                "ROLES_NON_UNIQUE_ROLE_IDS",
                "A role is named once in a list of roles");
    }

    private void soloAmong(Collection<String> names) {
        if (names.size() > 1) {
            names.stream()
                    .flatMap(name -> BaseRole.named(name).stream())
                    .filter(BaseRole::isSolo)
                    .forEach(role -> violations.add(new Violation(
                            "AUTH_ROLE_INVALID_" + soloFamily(role) + "_SOLO_ROLE",
                            "Role " + role.roleName() + " is given alone, without other base roles")));
        }
    }

    private static String soloFamily(BaseRole role) {
        return role.family() == Family.SUPPORT ? "SUPER" : role.family().name();
    }

    /** What has all of its family takes no more beside it; it may be given less. */
    private void solo(OperatorRole role) {
        boolean allowsMore = !role.permissions().isEmpty()
                || role.customPermissions().stream().anyMatch(permission -> !permission.disallow());
        if (allowsMore) {
            role.baseRoles().stream()
                    .flatMap(name -> BaseRole.named(name).stream())
                    .filter(BaseRole::isSolo)
                    .forEach(base -> violations.add(new Violation(
                            "AUTH_ROLE_INVALID_" + (base.family() == Family.TENANT ? "TENANT" : "SUPER") + "_ROLE_DATA",
                            "A custom role that contains " + base.roleName()
                                    + " allows nothing more; it may disallow")));
        }
    }

    private void values(String list, List<String> values, String member) {
        require(
                values.size() <= MAX_VALUES,
                "PERMISSIONS_INVALID_" + list + "_SIZE",
                "A list of permissions has at most " + MAX_VALUES + " values");
        require(
                values.stream()
                        .allMatch(value -> value != null
                                && !value.isEmpty()
                                && value.length() <= VALUE_LENGTH
                                && StorableText.is(value)),
                "PERMISSION_INVALID_0001",
                "A permission value is a text of 1 to " + VALUE_LENGTH + " characters",
                member);
        require(
                new HashSet<>(values).size() == values.size(),
                "PERMISSIONS_NON_UNIQUE_" + list,
                "A value is named once in a list of permissions");
    }

    private void customPermissions(List<TimedPermission> permissions) {
        require(
                permissions.size() <= MAX_VALUES,
                "PERMISSIONS_INVALID_CUSTOM_PERMISSIONS_SIZE",
                "A list of custom permissions has at most " + MAX_VALUES + " items");
        permissions.stream()
                .filter(permission -> permission.value() != null || permission.id() == null)
                .forEach(this::permission);
        require(
                permissions.stream().map(OperatorRoleRules::said).distinct().count() == permissions.size(),
                "PERMISSIONS_NON_UNIQUE_CUSTOM_PERMISSIONS",
                "A custom permission is named once in a list");
    }

    /** What tells permissions from one another besides the ids of those that the role itself has. */
    private static TimedPermission said(TimedPermission permission) {
        return permission.value() == null ? permission : permission.withId(null);
    }

    private void permission(TimedPermission permission) {
        String value = permission.value();
        require(
                value != null && CUSTOM_VALUE.matcher(value).matches(),
                "INVALID_PERMISSION_VALUE",
                "Permission value contains invalid characters. Check data " + shown(value));
        Long after = permission.allowedAfterMs();
        Long before = permission.allowedBeforeMs();
        require(
                (after == null || after >= 0) && (before == null || before >= 0),
                "PERMISSIONS_INVALID_TIME",
                "Times are milliseconds since 1970, from 0");
        require(
                after == null || before == null || after <= before,
                "PERMISSION_AFTER_LARGER_THAN_BEFORE",
                "allowed_after_ms is not greater than allowed_before_ms");
        require(
                isText(permission.disabledReason(), REASON_LENGTH)
                        && isText(permission.inactiveReason(), REASON_LENGTH),
                "PERMISSIONS_INVALID_REASON",
                "A reason has at most " + REASON_LENGTH + " characters");
        require(
                isText(permission.region(), TEXT_LENGTH),
                "PERMISSIONS_INVALID_REGION",
                "A region has at most " + TEXT_LENGTH + " characters");
    }

    private static boolean isText(String text, int length) {
        return text == null || text.length() <= length && StorableText.is(text);
    }

    private static String shown(String value) {
        return value == null || value.length() <= VALUE_LENGTH ? value : value.substring(0, VALUE_LENGTH);
    }
}
