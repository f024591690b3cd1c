package io.keycloakpbx.operatorrole;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.role.BaseRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OperatorPermissionResolverTest {

    /** Few values and instants, so that they meet; some are what base roles allow. */
    private static final List<String> VALUES =
            List.of("a", "A", "b", "a/+", "operators/read", "operators/write", "devices/write", "audit/read");

    private static final int INSTANTS = 8;

    /**
     * The same from the other end: each value is asked for alone. It is there if some role says so, and no role says that it
     * is not.
     */
    private static Set<String> asked(Set<BaseRole> bases, List<OperatorRole> customs, long now) {
        Set<String> there = new HashSet<>();
        Set<String> universe = new HashSet<>(VALUES);
        Arrays.stream(BaseRole.values()).map(BaseRolePermissions::of).forEach(universe::addAll);
        for (String value : universe) {
            boolean yes = false;
            boolean no = false;
            for (BaseRole base : bases) {
                yes = yes || BaseRolePermissions.of(base).contains(value);
            }
            for (OperatorRole role : customs) {
                if (role.disabled() || role.inactive()) {
                    continue;
                }
                yes = yes || role.permissions().contains(value);
                no = no || role.disallowPermissions().contains(value);
                for (TimedPermission timed : role.customPermissions()) {
                    boolean begun = timed.allowedAfterMs() == null || now >= timed.allowedAfterMs();
                    boolean over = timed.allowedBeforeMs() != null && now >= timed.allowedBeforeMs();
                    if (timed.value().equals(value) && begun && !over && !timed.disabled() && !timed.inactive()) {
                        yes = yes || !timed.disallow();
                        no = no || timed.disallow();
                    }
                }
            }
            if (yes && !no) {
                there.add(value);
            }
        }
        return there;
    }

    @Property(tries = 2_000)
    void isWhatEachValueAloneComesTo(@ForAll long seed) {
        Random random = new Random(seed);
        Set<BaseRole> bases = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            bases.add(BaseRole.values()[random.nextInt(BaseRole.values().length)]);
        }
        List<OperatorRole> customs = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            customs.add(role(random, "role_" + i));
        }
        for (int now = 0; now < INSTANTS; now++) {
            OperatorPermissions effective =
                    OperatorPermissionResolver.resolve(bases, customs, Instant.ofEpochMilli(now));
            assertThat(effective.permissions()).isEqualTo(new TreeSet<>(asked(bases, customs, now)));
            assertThat(effective.permissions()).noneMatch(effective.disallowed()::contains);
            // Neither the order of roles nor a role that is there twice makes a difference.
            List<OperatorRole> shuffled = new ArrayList<>(customs);
            customs.stream().findFirst().ifPresent(shuffled::add);
            Collections.shuffle(shuffled, random);
            assertThat(OperatorPermissionResolver.resolve(bases, shuffled, Instant.ofEpochMilli(now)))
                    .isEqualTo(effective);
        }
    }

    private static OperatorRole role(Random random, String name) {
        List<TimedPermission> timed = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            timed.add(new TimedPermission(
                    "p" + i,
                    value(random),
                    instant(random),
                    instant(random),
                    random.nextBoolean(),
                    random.nextInt(6) == 0,
                    null,
                    random.nextInt(6) == 0,
                    null,
                    null));
        }
        return new OperatorRole(
                name,
                name,
                null,
                List.of(),
                values(random),
                values(random),
                timed,
                random.nextInt(6) == 0,
                random.nextInt(6) == 0);
    }

    private static List<String> values(Random random) {
        Set<String> values = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(random));
        }
        return List.copyOf(values);
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static Long instant(Random random) {
        return random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(INSTANTS));
    }

    /** The first millisecond is within, the last is not. */
    @Test
    void aWindowHasItsFirstMillisecondAndNotItsLast() {
        TimedPermission window = new TimedPermission("1", "a", 10L, 20L, false, false, null, false, null, null);
        assertThat(List.of(9, 10, 19, 20))
                .filteredOn(now -> window.holdsAt(Instant.ofEpochMilli(now)))
                .containsExactly(10, 19);
    }

    /** All that a tenant's people may have is beside what only the platform's have. */
    @Test
    void someValuesAreThePlatforms() {
        assertThat(List.of(
                        "tenants/read",
                        "tenants/write",
                        "platform/read",
                        "platform/write",
                        "diagnostics/read",
                        "diagnostics/write"))
                .allMatch(BaseRolePermissions::isReserved);
        assertThat(List.of("tenant/write", "operators/write", "devices/read", "unknown"))
                .noneMatch(BaseRolePermissions::isReserved);
    }

    /** Whoever changes an area may read it, and root has all that the other roles of its family have. */
    @Test
    void baseRolesAreConsistent() {
        for (BaseRole role : BaseRole.values()) {
            Set<String> permissions = BaseRolePermissions.of(role);
            assertThat(permissions)
                    .as(role.roleName())
                    .isNotEmpty()
                    .allMatch(value -> value.matches("[a-z]+/(read|write)"))
                    .allMatch(value -> permissions.contains(value.replace("/write", "/read")));
        }
        assertThat(BaseRolePermissions.of(BaseRole.TENANT_ROOT))
                .containsAll(BaseRolePermissions.of(BaseRole.TENANT_SUPER))
                .containsAll(BaseRolePermissions.of(BaseRole.GUEST));
        assertThat(BaseRolePermissions.of(BaseRole.TENANT_SUPER))
                .containsAll(BaseRolePermissions.of(BaseRole.TENANT_VIEWONLY))
                .containsAll(BaseRolePermissions.of(BaseRole.TENANT_IAM_ADMIN))
                .containsAll(BaseRolePermissions.of(BaseRole.TENANT_NETWORK_ADMIN))
                .containsAll(BaseRolePermissions.of(BaseRole.TENANT_SECURITY_ADMIN));
        assertThat(BaseRolePermissions.of(BaseRole.TENANT_VIEWONLY)).noneMatch(value -> value.endsWith("/write"));
    }
}
