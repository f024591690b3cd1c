package io.keycloakpbx.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.store.TooManyException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RoleModel;

class RolePermissionsTest {

    private static RoleModel role(String id) {
        return (RoleModel) Proxy.newProxyInstance(
                RolePermissionsTest.class.getClassLoader(), new Class<?>[] {RoleModel.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getId")) {
                        return id;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static SecurityRole securityRole(int number) {
        return new SecurityRole(number, "R" + number, null, role("r" + number));
    }

    private static Permission permission(int number) {
        return new Permission(number, "P" + number, null, "/", false, role("p" + number));
    }

    private static List<String> pairs(List<RolePermission> carried) {
        return carried.stream()
                .map(pair -> pair.role().name() + " " + pair.permission().name())
                .toList();
    }

    @Test
    void aRoleCarriesWhatTheRolesInItCarry() {
        List<RolePermission> carried = RolePermissions.of(
                List.of(securityRole(2), securityRole(1), securityRole(3), securityRole(4)),
                List.of(permission(1), permission(2), permission(3)),
                Map.of(
                        "r1", List.of("p2", "p1"),
                        "r2", List.of("r1", "x"),
                        "x", List.of("p3", "r2"),
                        "r4", List.of("unknown")));
        assertThat(pairs(carried)).containsExactly("R1 P1", "R1 P2", "R2 P1", "R2 P2", "R2 P3");
    }

    @Test
    void aPermissionCanContainOthers() {
        List<RolePermission> carried = RolePermissions.of(
                List.of(securityRole(1)),
                List.of(permission(1), permission(2)),
                Map.of("r1", List.of("p1"), "p1", List.of("p2", "p1")));
        assertThat(pairs(carried)).containsExactly("R1 P1", "R1 P2");
    }

    @Test
    void theirNumberIsBounded() {
        List<Permission> permissions = IntStream.range(0, 5000)
                .mapToObj(RolePermissionsTest::permission)
                .toList();
        List<String> all = permissions.stream()
                .map(permission -> permission.role().getId())
                .toList();
        List<SecurityRole> roles = IntStream.range(0, 21)
                .mapToObj(RolePermissionsTest::securityRole)
                .toList();
        Map<String, List<String>> children =
                IntStream.range(0, 21).boxed().collect(Collectors.toMap(n -> "r" + n, n -> all));
        assertThat(RolePermissions.of(roles.subList(0, 20), permissions, children))
                .hasSize(100_000);
        assertThatThrownBy(() -> RolePermissions.of(roles, permissions, children))
                .isInstanceOf(TooManyException.class)
                .hasMessage("The realm has more than 100000 permissions of roles, the most that can be asked for here");
    }
}
