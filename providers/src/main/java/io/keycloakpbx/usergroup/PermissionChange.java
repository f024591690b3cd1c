package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.store.Parts;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.ModelToRepresentation;

/** A change of what a group or a user says of permissions, as a request asks for it. */
record PermissionChange(SipXcomRequest request, int number) {

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
            new Access(request.auth(), SipXcomAnswer.REFUSALS)
                    .require(SuperadminRights.mayChange(request.auth(), request.realm()), Administrators.ROLE);
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

    /** What has changed. */
    Map<String, Optional<PermissionValue>> run(Supplier<Map<String, Optional<PermissionValue>>> change) {
        try {
            return change.get();
        } catch (PermissionException e) {
            throw switch (e.reason()) {
                case GONE -> SipXcomAnswer.notFound(number);
                case UNKNOWN_PERMISSION, TWO_VOICEMAIL_SERVERS, INVALID_TEXT -> SipXcomAnswer.invalid(e.getMessage());
                default -> SipXcomAnswer.refused(SipXcomCode.ERROR_UPDATE_FAILED, number, e.getMessage());
            };
        }
    }

    void event(ResourceType type, String path, String id, Map<String, Optional<PermissionValue>> settings) {
        if (settings.isEmpty()) {
            return;
        }
        Map<String, String> changed = new TreeMap<>();
        settings.forEach(
                (name, value) -> changed.put(name, value.map(Enum::name).orElse("")));
        request.adminEvent()
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
        RoleModel role = request.realm().getRole(Administrators.ROLE);
        request.adminEvent()
                .resource(ResourceType.REALM_ROLE_MAPPING)
                .operation(given ? OperationType.CREATE : OperationType.DELETE)
                .resourcePath(path, id, "role-mappings", "realm")
                .representation(List.of(ModelToRepresentation.toBriefRepresentation(role)))
                .success();
    }

    Response answer() {
        return SipXcomAnswer.success(SipXcomCode.SUCCESS_UPDATED, number);
    }
}
