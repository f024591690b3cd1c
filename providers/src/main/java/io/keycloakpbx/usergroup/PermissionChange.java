package io.keycloakpbx.usergroup;

import io.keycloakpbx.store.Parts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * A change of what a group or a user says of permissions, as a request asks for it: what of it the caller may do besides
 * managing the group or user, and the events of what came of it.
 */
record PermissionChange(UserGroupAccess rights, AdminEventBuilder adminEvent) {

    private static final String SUPERADMIN = BuiltInPermission.SUPERADMIN.permissionName();

    /** What the event tells. */
    private record Changed(Map<String, String> permissions) {}

    /** The most settings of an answer: the whole of it is in memory. */
    private static final int MOST_SETTINGS = 20_000;

    /** The most groups or users that have room in an answer with what each says of so many permissions. */
    static int most(int permissions) {
        return Math.min(PbxPermissionProvider.MAX_ASKED, MOST_SETTINGS / permissions);
    }

    /** What many groups or users say, asked for in parts. */
    static Map<String, Map<String, PermissionValue>> inParts(
            List<String> ids, Function<List<String>, Map<String, Map<String, PermissionValue>>> ask) {
        Map<String, Map<String, PermissionValue>> said = new HashMap<>();
        Parts.of(ids).forEach(part -> said.putAll(ask.apply(part)));
        return said;
    }

    /**
     * What there is to write. A change of {@code superadmin} makes administrators of the tenant or ends that they are: it is
     * refused to who could not give and take the role itself, and each role that it is composed of.
     */
    Map<String, Optional<PermissionValue>> allowed(
            Map<String, PermissionValue> said, Map<String, Optional<PermissionValue>> settings) {
        Map<String, Optional<PermissionValue>> changes = changes(said, settings);
        if (changes.containsKey(SUPERADMIN)) {
            rights.access().require(SuperadminRights.mayChange(rights.auth(), rights.realm()), Administrators.ROLE);
        }
        return changes;
    }

    /**
     * Settings without a {@code superadmin} that is as it was read. It is not written then, for it may have been changed
     * since: who may not change it must not do so by sending what it was before.
     */
    static Map<String, Optional<PermissionValue>> changes(
            Map<String, PermissionValue> said, Map<String, Optional<PermissionValue>> settings) {
        Map<String, Optional<PermissionValue>> changes = new HashMap<>(settings);
        Optional<PermissionValue> superadmin = settings.get(SUPERADMIN);
        if (superadmin != null
                && (said.get(SUPERADMIN) == PermissionValue.ENABLE)
                        == superadmin.equals(Optional.of(PermissionValue.ENABLE))) {
            changes.remove(SUPERADMIN);
        }
        return changes;
    }

    void event(ResourceType type, String path, String id, Map<String, Optional<PermissionValue>> settings) {
        if (settings.isEmpty()) {
            return;
        }
        Map<String, String> changed = new TreeMap<>();
        settings.forEach(
                (name, value) -> changed.put(name, value.map(Enum::name).orElse("")));
        adminEvent
                .resource(type)
                .operation(OperationType.UPDATE)
                .resourcePath(path, id)
                .representation(new Changed(changed))
                .success();
        if (settings.containsKey(SUPERADMIN)) {
            roleEvent(
                    path,
                    id,
                    settings.get(SUPERADMIN)
                            .filter(PermissionValue.ENABLE::equals)
                            .isPresent());
        }
    }

    /** As of any role that is given or taken: who watches administrators looks for it. */
    private void roleEvent(String path, String id, boolean given) {
        RoleModel role = rights.realm().getRole(Administrators.ROLE);
        adminEvent
                .resource(ResourceType.REALM_ROLE_MAPPING)
                .operation(given ? OperationType.CREATE : OperationType.DELETE)
                .resourcePath(path, id, "role-mappings", "realm")
                .representation(List.of(ModelToRepresentation.toBriefRepresentation(role)))
                .success();
    }
}
