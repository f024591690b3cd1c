package io.keycloakpbx.operatorrole;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.operatorrole.OperatorRoleException.Violation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A test for each code of the contract that custom roles and permissions can be refused with. */
class OperatorRoleRulesTest {

    private static final List<String> NONE = List.of();

    private static OperatorRole role(
            String name, List<String> bases, List<String> permissions, List<String> denials, TimedPermission... timed) {
        return new OperatorRole(null, name, null, bases, permissions, denials, List.of(timed), false, false);
    }

    private static TimedPermission timed(String value, Long after, Long before, boolean disallow) {
        return new TimedPermission(null, value, after, before, disallow, false, null, false, null, null);
    }

    private static TimedPermission timed(String value) {
        return timed(value, null, null, false);
    }

    private static List<String> codes(Collection<Violation> violations) {
        return violations.stream().map(Violation::code).toList();
    }

    private static List<String> codes(OperatorRole role) {
        return codes(OperatorRoleRules.violations(role));
    }

    private static List<String> codes(TimedPermission permission) {
        return codes(OperatorRoleRules.violations(permission));
    }

    private static List<String> values(int count) {
        return IntStream.range(0, count).mapToObj(i -> "value/" + i).toList();
    }

    @Test
    void whatKeepsAllRulesPasses() {
        assertThat(codes(role("a", NONE, NONE, NONE))).isEmpty();
        assertThat(codes(role("a_".repeat(127) + "b", NONE, values(100), NONE))).isEmpty();
        assertThat(codes(
                        role("a", NONE, List.of("x".repeat(500), "*", "any thing ü"), List.of("b"), timed("a/[0-9]+"))))
                .isEmpty();
        assertThat(codes(role(
                        "a",
                        List.of(
                                "guest",
                                "tenant_viewonly",
                                "tenant_iam_admin",
                                "tenant_network_admin",
                                "tenant_security_admin",
                                "support_admin",
                                "esp_user"),
                        NONE,
                        NONE)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a1", "a-b", "a b", "ä", "a\n", "guest", "esp_root", "admin", "standarduser"})
    void aNameHasLowerCaseLettersAndUnderscoresAndIsNotBuiltIn(String name) {
        assertThat(codes(role(name, NONE, NONE, NONE))).containsOnly("AUTH_ROLE_INVALID_ROLE_NAME");
    }

    @Test
    void aNameIsThereAndAsLongAsKeycloakKeepsIt() {
        assertThat(codes(role(null, NONE, NONE, NONE))).containsExactly("AUTH_ROLE_INVALID_ROLE_NAME");
        assertThat(OperatorRoleRules.violations(role("a".repeat(256), NONE, NONE, NONE)))
                .containsExactly(new Violation(
                        "AUTH_ROLE_INVALID_ROLE_NAME",
                        "Auth role name comprises of lowercase and underscore characters only"));
        assertThat(codes(new OperatorRole(null, "a", "d".repeat(256), NONE, NONE, NONE, List.of(), false, false)))
                .containsExactly("AUTH_ROLE_INVALID");
    }

    @Test
    void baseRolesAreKnownAndFew() {
        assertThat(codes(role("a", List.of("tenant_king"), NONE, NONE))).containsExactly("AUTH_ROLE_INVALID");
        assertThat(codes(role("a", List.of("GUEST"), NONE, NONE))).containsExactly("AUTH_ROLE_INVALID");
        assertThat(codes(role("a", List.of("guest", "guest"), NONE, NONE)))
                .containsExactly("ROLES_NON_UNIQUE_ROLE_IDS");
        assertThat(codes(role(
                        "a",
                        List.of(
                                "guest",
                                "system",
                                "element",
                                "devops",
                                "secops",
                                "support_admin",
                                "support_mfg",
                                "esp_user"),
                        NONE,
                        NONE)))
                .containsExactly("OPERATOR_INVALID_ROLE_LIST_SIZE");
    }

    @ParameterizedTest
    @CsvSource({
        "esp_super, ESP",
        "esp_root, ESP",
        "support_super, SUPER",
        "support_root, SUPER",
        "tenant_super, TENANT",
        "tenant_root, TENANT"
    })
    void aRoleThatHasAllOfItsFamilyIsAlone(String solo, String family) {
        String code = "AUTH_ROLE_INVALID_" + family + "_SOLO_ROLE";
        assertThat(codes(role("a", List.of(solo), NONE, NONE))).isEmpty();
        assertThat(codes(role("a", List.of("guest", solo), NONE, NONE))).containsExactly(code);
        assertThat(codes(OperatorRoleRules.violations(List.of(solo, "guest")))).containsExactly(code);
        assertThat(OperatorRoleRules.violations(List.of(solo))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"esp_root, SUPER", "support_super, SUPER", "tenant_super, TENANT", "tenant_root, TENANT"})
    void aRoleThatHasAllOfItsFamilyAllowsNoMoreButMayDisallow(String solo, String family) {
        String code = "AUTH_ROLE_INVALID_" + family + "_ROLE_DATA";
        assertThat(codes(role("a", List.of(solo), List.of("x"), NONE))).containsExactly(code);
        assertThat(codes(role("a", List.of(solo), NONE, NONE, timed("x")))).containsExactly(code);
        assertThat(codes(role("a", List.of(solo), NONE, List.of("x"), timed("y", null, null, true))))
                .isEmpty();
    }

    @Test
    void valuesHaveOneTo500CharactersAndAreAtMost100() {
        for (String value : Arrays.asList("", "x".repeat(501), "x".repeat(60_000), "\0", "\ud800")) {
            assertThat(codes(role("a", NONE, List.of(value), NONE))).containsExactly("PERMISSION_INVALID_0001");
            assertThat(codes(role("a", NONE, NONE, List.of(value)))).containsExactly("PERMISSION_INVALID_0001");
        }
        assertThat(codes(role("a", NONE, values(101), NONE))).containsExactly("PERMISSIONS_INVALID_PERMISSIONS_SIZE");
        assertThat(codes(role("a", NONE, NONE, values(101))))
                .containsExactly("PERMISSIONS_INVALID_DISALLOW_PERMISSIONS_SIZE");
        assertThat(codes(role(
                        "a",
                        NONE,
                        NONE,
                        NONE,
                        values(101).stream().map(OperatorRoleRulesTest::timed).toArray(TimedPermission[]::new))))
                .containsExactly("PERMISSIONS_INVALID_CUSTOM_PERMISSIONS_SIZE");
    }

    @Test
    void valuesAreNamedOnceAndNotOnBothSides() {
        assertThat(codes(role("a", NONE, List.of("x", "x"), NONE)))
                .containsExactly("PERMISSIONS_NON_UNIQUE_PERMISSIONS");
        assertThat(codes(role("a", NONE, NONE, List.of("x", "x"))))
                .containsExactly("PERMISSIONS_NON_UNIQUE_DISALLOW_PERMISSIONS");
        assertThat(codes(role(
                        "a",
                        NONE,
                        NONE,
                        NONE,
                        timed("x").withId("1"),
                        timed("x").withId("2"))))
                .containsExactly("PERMISSIONS_NON_UNIQUE_CUSTOM_PERMISSIONS");
        // Two windows of one value are two permissions.
        assertThat(codes(role("a", NONE, NONE, NONE, timed("x", 1L, 2L, false), timed("x", 3L, 4L, false))))
                .isEmpty();
        assertThat(codes(role("a", NONE, List.of("x", "y"), List.of("y", "z"))))
                .containsExactly("ROLES_PERMISSION_OVERLAP_NOT_ALLOWED");
        assertThat(codes(role("a", NONE, List.of("x"), List.of("X")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/v20/api/", "[0-9]+", "a_b-c/D", "+"})
    void aCustomValueHasTheCharactersOfThePattern(String value) {
        assertThat(codes(timed(value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "a*", "a,b", "ä", "a\\b", "a\n"})
    void aCustomValueHasNoOthers(String value) {
        assertThat(OperatorRoleRules.violations(timed(value)))
                .containsExactly(new Violation(
                        "INVALID_PERMISSION_VALUE",
                        "Permission value contains invalid characters. Check data " + value));
    }

    @Test
    void aCustomValueHasAtMost500CharactersAndNoMoreAreTold() {
        assertThat(codes(timed("x".repeat(500)))).isEmpty();
        assertThat(codes(timed(null))).containsExactly("INVALID_PERMISSION_VALUE");
        assertThat(OperatorRoleRules.violations(timed("x".repeat(60_000)))
                        .get(0)
                        .message())
                .hasSizeLessThan(600);
    }

    @Test
    void aWindowEndsWhereItBeginsOrLater() {
        assertThat(codes(timed("a", 5L, 5L, false))).isEmpty();
        assertThat(codes(timed("a", 0L, Long.MAX_VALUE, false))).isEmpty();
        assertThat(codes(timed("a", 6L, 5L, false))).containsExactly("PERMISSION_AFTER_LARGER_THAN_BEFORE");
        assertThat(codes(timed("a", -1L, null, false))).containsExactly("PERMISSIONS_INVALID_TIME");
    }

    @Test
    void reasonsAndRegionsAreShort() {
        for (int length : new int[] {5_000, 5_001}) {
            String reason = "r".repeat(length);
            List<String> expected = length == 5_000 ? List.of() : List.of("PERMISSIONS_INVALID_REASON");
            assertThat(codes(new TimedPermission(null, "a", null, null, false, true, reason, true, null, null)))
                    .isEqualTo(expected);
            assertThat(codes(new TimedPermission(null, "a", null, null, false, true, null, true, reason, null)))
                    .isEqualTo(expected);
        }
        assertThat(codes(new TimedPermission(null, "a", null, null, false, false, null, false, null, "r".repeat(256))))
                .containsExactly("PERMISSIONS_INVALID_REGION");
    }

    /** All that is wrong is told at once. */
    @Test
    void allViolationsAreTold() {
        assertThat(codes(role(
                        "A",
                        List.of("king", "tenant_super"),
                        List.of("x", "x"),
                        List.of("x"),
                        timed(" ", 2L, 1L, false))))
                .containsExactlyInAnyOrder(
                        "AUTH_ROLE_INVALID_ROLE_NAME",
                        "AUTH_ROLE_INVALID",
                        "AUTH_ROLE_INVALID_TENANT_SOLO_ROLE",
                        "AUTH_ROLE_INVALID_TENANT_ROLE_DATA",
                        "PERMISSIONS_NON_UNIQUE_PERMISSIONS",
                        "ROLES_PERMISSION_OVERLAP_NOT_ALLOWED",
                        "INVALID_PERMISSION_VALUE",
                        "PERMISSION_AFTER_LARGER_THAN_BEFORE");
    }

    /** As components keep them: nothing is lost, and zero is not nothing. */
    @Test
    void textIsReadAsItIsWritten() {
        TimedPermission permission = new TimedPermission("1", "a", 0L, 0L, true, true, "a \"b\"", true, "ü", "eu");
        assertThat(TimedPermissionText.parse(TimedPermissionText.of(permission)))
                .contains(permission);
        assertThat(TimedPermissionText.parse(TimedPermissionText.of(timed("a"))))
                .contains(timed("a"));
        for (String text :
                Arrays.asList(null, "", "null", "[]", "{", "{\"value\":\"a\",\"more\":1}", "{\"value\":{}}")) {
            assertThat(TimedPermissionText.parse(text)).as(text).isEmpty();
        }
    }
}
