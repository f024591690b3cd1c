package io.keycloakpbx.usergroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.usergroup.EffectivePermission.Reason;
import io.keycloakpbx.usergroup.PbxPermission.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PermissionResolverTest {

    private static final String FREESWITCH = "FreeswitchVoicemailServer";
    private static final String EXCHANGE = "ExchangeUMVoicemailServer";

    private static final List<PbxPermission> PERMISSIONS = Stream.concat(
                    Arrays.stream(BuiltInPermission.values()).map(BuiltInPermission::permission),
                    Stream.of(
                            new PbxPermission("perm_1", "Paging", null, Kind.CALL, false, true),
                            new PbxPermission("perm_2", "Intercom", "Calls the door", Kind.CALL, false, false)))
            .toList();

    /**
     * The same from the other end: the weakest speaks first, and whoever speaks later has the last word. So nothing has to
     * be looked for, and nothing is sorted but the groups.
     */
    private static Map<String, String> spokenInTurn(PermissionResolver.User user) {
        Map<String, Boolean> word = new HashMap<>();
        Map<String, Integer> spokenAt = new HashMap<>();
        Map<String, String> speaker = new HashMap<>();
        PERMISSIONS.forEach(permission -> {
            word.put(permission.name(), permission.enabledByDefault());
            spokenAt.put(permission.name(), 0);
            speaker.put(permission.name(), "DEFAULT");
        });
        TreeMap<Long, PermissionResolver.Group> groups = new TreeMap<>();
        user.groups().forEach(group -> groups.put(group.weight() * 10_000_000_000L + group.number(), group));
        int turn = 0;
        for (PermissionResolver.Group group : groups.values()) {
            turn++;
            for (Map.Entry<String, PermissionValue> said : group.values().entrySet()) {
                word.put(said.getKey(), said.getValue().name().startsWith("E"));
                spokenAt.put(said.getKey(), turn);
                speaker.put(said.getKey(), "GROUP " + group.id() + " " + group.name() + " " + group.weight());
            }
        }
        turn++;
        for (Map.Entry<String, PermissionValue> said : user.own().entrySet()) {
            word.put(said.getKey(), said.getValue().name().startsWith("E"));
            spokenAt.put(said.getKey(), turn);
            speaker.put(said.getKey(), "USER");
        }
        if (user.international()) {
            word.put("InternationalDialing", true);
            speaker.put("InternationalDialing", "ROLE");
        }
        word.put("superadmin", user.administrator());
        speaker.put("superadmin", user.administrator() ? "ROLE" : "DEFAULT");
        if (word.get(FREESWITCH) && word.get(EXCHANGE)) {
            boolean exchange = spokenAt.get(EXCHANGE) > spokenAt.get(FREESWITCH);
            String loser = exchange ? FREESWITCH : EXCHANGE;
            word.put(loser, false);
            speaker.put(loser, speaker.get(exchange ? EXCHANGE : FREESWITCH));
        }
        Map<String, String> result = new TreeMap<>();
        word.forEach((name, enabled) -> result.put(name, enabled + " " + speaker.get(name)));
        result.put("EmergencyDialing", "true ALWAYS");
        return result;
    }

    private static Map<String, String> resolved(PermissionResolver.User user) {
        Map<String, String> result = new TreeMap<>();
        PermissionResolver.resolve(PERMISSIONS, user)
                .permissions()
                .forEach(permission -> result.put(permission.name(), told(permission)));
        return result;
    }

    private static String told(EffectivePermission permission) {
        String group = permission.reason() == Reason.GROUP
                ? " " + permission.groupId() + " " + permission.groupName() + " " + permission.weight()
                : "";
        return permission.enabled() + " " + permission.reason() + group;
    }

    @Property(tries = 5_000)
    void isWhatTheLastWordSays(@ForAll long seed) {
        PermissionResolver.User user = anyUser(new Random(seed));
        assertThat(resolved(user)).isEqualTo(spokenInTurn(user));
    }

    private static PermissionResolver.User anyUser(Random random) {
        List<PermissionResolver.Group> groups = new ArrayList<>();
        int count = random.nextInt(7);
        for (int number = 1; number <= count; number++) {
            // Few weights, so that many are the same.
            groups.add(new PermissionResolver.Group(
                    "id-" + number, "group " + number, random.nextInt(4), number, anyValues(random)));
        }
        Collections.shuffle(groups, random);
        return new PermissionResolver.User(random.nextBoolean(), random.nextBoolean(), anyValues(random), groups);
    }

    private static Map<String, PermissionValue> anyValues(Random random) {
        Map<String, PermissionValue> values = new HashMap<>();
        PERMISSIONS.forEach(permission -> {
            int said = random.nextInt(5);
            if (said < 2 && !permission.name().equals("superadmin")) {
                values.put(permission.name(), PermissionValue.values()[said]);
            }
        });
        return values;
    }

    @Test
    void ofTwoMailboxesTheStrongerReasonKeepsOne() {
        PermissionResolver.User user = new PermissionResolver.User(
                false, false, Map.of(), List.of(group("exchange", 3, Map.of(EXCHANGE, PermissionValue.ENABLE))));
        assertThat(resolved(user))
                .containsEntry(EXCHANGE, "true GROUP exchange exchange 3")
                .containsEntry(FREESWITCH, "false GROUP exchange exchange 3");
    }

    @Test
    void whereOneGroupEnablesBothItIsThatOfThePbx() {
        PermissionResolver.User user = new PermissionResolver.User(
                false,
                false,
                Map.of(),
                List.of(group(
                        "both", 3, Map.of(EXCHANGE, PermissionValue.ENABLE, FREESWITCH, PermissionValue.ENABLE))));
        assertThat(resolved(user))
                .containsEntry(FREESWITCH, "true GROUP both both 3")
                .containsEntry(EXCHANGE, "false GROUP both both 3");
    }

    @Test
    void nothingTakesEmergencyCallsAway() {
        Map<String, PermissionValue> no = new HashMap<>(Map.of("EmergencyDialing", PermissionValue.DISABLE));
        PERMISSIONS.forEach(permission -> no.put(permission.name(), PermissionValue.DISABLE));
        EffectivePermissions effective = PermissionResolver.resolve(
                PERMISSIONS, new PermissionResolver.User(false, false, no, List.of(group("none", 9, no))));
        assertThat(effective.enabledNames()).containsExactly("EmergencyDialing");
        assertThat(effective.permissions())
                .extracting(EffectivePermission::name)
                .isSorted();
    }

    @Property(tries = 500)
    void statesAreWhatIsResolvedWithAndWithoutTheOwnWord(@ForAll long seed) {
        PermissionResolver.User any = anyUser(new Random(seed));
        List<PermissionState> states = PermissionResolver.states(PERMISSIONS, any.own(), said -> saying(any, said));
        assertThat(states).extracting(PermissionState::permission).containsExactlyElementsOf(PERMISSIONS);
        Map<String, String> resolved = resolved(any);
        states.forEach(state -> {
            String name = state.permission().name();
            assertThat(state.value()).isEqualTo(any.own().get(name));
            assertThat(told(state.effective())).isEqualTo(resolved.get(name));
            Map<String, PermissionValue> without = new HashMap<>(any.own());
            without.remove(name);
            assertThat(resolved(saying(any, without)).get(name)).startsWith(state.inherited() + " ");
        });
    }

    private static PermissionResolver.User saying(PermissionResolver.User user, Map<String, PermissionValue> said) {
        return new PermissionResolver.User(user.administrator(), user.international(), said, user.groups());
    }

    private static PermissionResolver.Group group(String name, int weight, Map<String, PermissionValue> values) {
        return new PermissionResolver.Group(name, name, weight, weight, values);
    }
}
