package io.keycloakpbx.extension;

import jakarta.ws.rs.ForbiddenException;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What the extension resources share of a request: whose it is, for which realm, and what it may do. */
record ExtensionRequest(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {

    static final String SERVER_TYPE = "PBX_SERVER";
    static final String EXTENSION_TYPE = "PBX_EXTENSION";

    ExtensionProvider extensions() {
        return session.getProvider(ExtensionProvider.class);
    }

    PbxUsers users() {
        return new PbxUsers(session, realm, auth, adminEvent);
    }

    /** Servers and extensions are the tenant's: reading them takes the right to view all users. */
    void requireView() {
        auth.users().requireView();
    }

    /** Servers and extensions are the tenant's: changing them takes the right to manage all users. */
    void requireManage() {
        auth.users().requireManage();
    }

    /** For what concerns single users: those who can view none are refused, the user is checked when it is known. */
    void requireViewSome() {
        // Most callers can view all, which is the question that takes less.
        if (!auth.users().canView()) {
            auth.users().requireQuery();
        }
    }

    /** For what concerns single users: those who can manage none are refused, the user is checked when it is known. */
    void requireManageSome() {
        boolean fineGrained = AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(realm)
                && auth.users().canQuery();
        if (!fineGrained && !auth.users().canManage()) {
            throw new ForbiddenException();
        }
    }

    PbxServer requireServer(String serverId) {
        return extensions().server(realm, serverId).orElseThrow(() -> ContractError.notFound(ContractError.NO_SERVER));
    }

    ExtensionOwnership requireOwnership(String serverId, String extensionId) {
        return extensions().ownership(realm, serverId, extensionId).orElseThrow(() -> {
            requireServer(serverId);
            return ContractError.notFound(ContractError.NO_EXTENSION);
        });
    }

    AdminEventBuilder serverEvent(String serverId) {
        return adminEvent
                .resource(SERVER_TYPE)
                .resourcePath(CommunicationManagerResourceProviderFactory.ID, "rest", "config", "asterisk", serverId);
    }

    AdminEventBuilder extensionEvent(String serverId, String extensionId, String... subresource) {
        String path = String.join(
                "/",
                CommunicationManagerResourceProviderFactory.ID,
                "rest",
                "config",
                "asterisk",
                serverId,
                "extensions",
                extensionId);
        String suffix = subresource.length == 0 ? "" : "/" + String.join("/", subresource);
        return adminEvent.resource(EXTENSION_TYPE).resourcePath(path + suffix);
    }
}
