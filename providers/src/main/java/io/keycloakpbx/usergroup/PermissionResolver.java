package io.keycloakpbx.usergroup;

import io.keycloakpbx.usergroup.EffectivePermission.Reason;
import io.keycloakpbx.usergroup.PbxPermission.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a user may do: the one place where roles, values and defaults meet. */
final class PermissionResolver {

    /** The heaviest first; of two that weigh the same, the newer one. */
    private static final Comparator<Group> HEAVIEST = Comparator.comparingInt(Group::weight)
            .thenComparingInt(Group::number)
            .reversed();

    /**
     * What a user has.
     *
     * @param administrator whether the user has the role {@code Admin}
     * @param international whether the user has the role {@code StandardInternationalUser}
     * @param own what the user says
     * @param groups the user's groups that say anything, in any order
     */
    record User(
            boolean administrator, boolean international, Map<String, PermissionValue> own, Collection<Group> groups) {}

    /**
     * A group.
     *
     * @param weight the more it weighs, the more it counts
     * @param number its whole number, which no other group has
     * @param values what it says
     */
    record Group(String id, String name, int weight, int number, Map<String, PermissionValue> values) {}

    /** A permission with what has decided; the smaller the rank, the stronger. */
    private record Decided(PbxPermission permission, EffectivePermission effective, int rank) {

        boolean isEnabledVoicemailServer() {
            return permission.kind() == Kind.VOICEMAIL_SERVER && effective.enabled();
        }

        /** The same, refused by what has decided another one. */
        Decided givesWayTo(Decided other) {
            EffectivePermission by = other.effective;
            return new Decided(
                    permission,
                    new EffectivePermission(
                            effective.name(), false, by.reason(), by.groupId(), by.groupName(), by.weight()),
                    other.rank);
        }
    }

    private PermissionResolver() {}

    /**
     * Resolves the permissions of a realm for a user.
     *
     * @param permissions those that can be set
     */
    static EffectivePermissions resolve(Collection<PbxPermission> permissions, User user) {
        List<Group> groups = user.groups().stream().sorted(HEAVIEST).toList();
        List<Decided> decided = new ArrayList<>();
        permissions.forEach(permission -> decided.add(decide(permission, user, groups)));
        keepOneVoicemailServer(decided);
        return new EffectivePermissions(
                Stream.concat(decided.stream().map(Decided::effective), Stream.of(EmergencyCalls.effective()))
                        .sorted(Comparator.comparing(EffectivePermission::name))
                        .toList());
    }

    /**
     * What somebody says of each permission, and what that comes to with and without it. What is said of the others matters to
     * voicemail servers alone, of which there are two.
     *
     * @param said by the name of the permission
     * @param meant the user who is decided for, where this is said
     */
    static List<PermissionState> states(
            Collection<PbxPermission> permissions,
            Map<String, PermissionValue> said,
            Function<Map<String, PermissionValue>, User> meant) {
        Map<String, EffectivePermission> effective = byName(permissions, meant.apply(said));
        Map<String, EffectivePermission> ofNobody = byName(permissions, meant.apply(Map.of()));
        return permissions.stream()
                .map(permission -> {
                    String name = permission.name();
                    PermissionValue value = said.get(name);
                    EffectivePermission now = effective.get(name);
                    EffectivePermission inherited = value == null
                            ? now
                            : permission.kind() == Kind.VOICEMAIL_SERVER
                                    ? byName(permissions, meant.apply(without(name, said)))
                                            .get(name)
                                    : ofNobody.get(name);
                    return new PermissionState(permission, value, now, inherited.enabled());
                })
                .toList();
    }

    private static Map<String, PermissionValue> without(String name, Map<String, PermissionValue> said) {
        Map<String, PermissionValue> rest = new HashMap<>(said);
        rest.remove(name);
        return rest;
    }

    private static Map<String, EffectivePermission> byName(Collection<PbxPermission> permissions, User user) {
        return resolve(permissions, user).permissions().stream()
                .collect(Collectors.toMap(EffectivePermission::name, Function.identity(), (one, same) -> one));
    }

    private static Decided decide(PbxPermission permission, User user, List<Group> groups) {
        String name = permission.name();
        if (name.equals(BuiltInPermission.SUPERADMIN.permissionName())) {
            return user.administrator() ? byRole(permission) : byDefault(permission, groups);
        }
        if (user.international() && name.equals(BuiltInPermission.INTERNATIONAL_DIALING.permissionName())) {
            return byRole(permission);
        }
        PermissionValue own = user.own().get(name);
        if (own != null) {
            return new Decided(permission, EffectivePermission.of(name, own == PermissionValue.ENABLE, Reason.USER), 1);
        }
        return IntStream.range(0, groups.size())
                .filter(i -> groups.get(i).values().containsKey(name))
                .mapToObj(i -> byGroup(permission, groups.get(i), 2 + i))
                .findFirst()
                .orElseGet(() -> byDefault(permission, groups));
    }

    private static Decided byRole(PbxPermission permission) {
        return new Decided(permission, EffectivePermission.of(permission.name(), true, Reason.ROLE), 0);
    }

    private static Decided byGroup(PbxPermission permission, Group group, int rank) {
        boolean enabled = group.values().get(permission.name()) == PermissionValue.ENABLE;
        return new Decided(
                permission,
                new EffectivePermission(
                        permission.name(), enabled, Reason.GROUP, group.id(), group.name(), group.weight()),
                rank);
    }

    private static Decided byDefault(PbxPermission permission, List<Group> groups) {
        return new Decided(
                permission,
                EffectivePermission.of(permission.name(), permission.enabledByDefault(), Reason.DEFAULT),
                2 + groups.size());
    }

    /**
     * A user has one mailbox. Where several servers are enabled, by different groups for example, the one with the stronger
     * reason stays, and if they have the same, the PBX's own.
     */
    private static void keepOneVoicemailServer(List<Decided> decided) {
        Optional<Decided> kept = decided.stream()
                .filter(Decided::isEnabledVoicemailServer)
                .min(Comparator.comparingInt(Decided::rank).thenComparing(PermissionResolver::isOfExchange));
        kept.ifPresent(one -> decided.replaceAll(
                other -> other != one && other.isEnabledVoicemailServer() ? other.givesWayTo(one) : other));
    }

    private static boolean isOfExchange(Decided server) {
        return server.permission().name().equals(BuiltInPermission.EXCHANGE_VOICEMAIL_SERVER.permissionName());
    }
}
