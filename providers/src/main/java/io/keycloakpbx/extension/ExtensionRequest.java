package io.keycloakpbx.extension;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * What the extension resources share of a request: whose it is, for which realm, and what it may do.
 *
 * @param session the request's session
 * @param realm the tenant's realm
 * @param access what the caller may do, with the shape of the resource's refusals
 * @param adminEvent where changes are written down
 */
record ExtensionRequest(KeycloakSession session, RealmModel realm, Access access, AdminEventBuilder adminEvent) {

    static final String SERVER_TYPE = "PBX_SERVER";
    static final String EXTENSION_TYPE = "PBX_EXTENSION";

    /** The contract's clients do not page and expect whole lists, but no answer is longer than this. */
    private static final Page.Length LENGTH = new Page.Length(10_000, 0, 10_000);

    private static final int SEARCH_LENGTH = 255;

    ExtensionProvider extensions() {
        return session.getProvider(ExtensionProvider.class);
    }

    PbxUsers users() {
        return new PbxUsers(session, realm, access.auth(), adminEvent);
    }

    /** Which of the tenant's users the caller may view. */
    Viewed viewed() {
        return Viewed.users(session, realm, access.auth());
    }

    /** The part of a list that the request asks for. */
    Page page() {
        return Page.firstMax(session.getContext().getUri().getQueryParameters(), LENGTH, access.refusals());
    }

    /** What the request searches for, or null for everything. */
    String search() {
        return QueryText.of(
                "search",
                session.getContext().getUri().getQueryParameters().getFirst("search"),
                SEARCH_LENGTH,
                access.refusals());
    }

    /** Servers and extensions are the tenant's: reading them takes the right to view all users. */
    void requireView() {
        access.requireViewUsers();
    }

    /** Servers and extensions are the tenant's: changing them takes the right to manage all users. */
    void requireManage() {
        access.requireManageUsers();
    }

    /** For what concerns single users: those who can view none are refused, the user is checked when it is known. */
    void requireViewSome() {
        access.require(FineGrained.mayViewSomeUsers(realm, access.auth()), AdminRoles.VIEW_USERS);
    }

    /** For lists of users: those who can view some by fine-grained permissions are shown these. */
    void requireViewListed() {
        access.require(ShownUsers.areNarrowed(realm, access.auth()), AdminRoles.VIEW_USERS);
    }

    /** For what concerns single users: those who can manage none are refused, the user is checked when it is known. */
    void requireManageSome() {
        access.require(FineGrained.mayManageSomeUsers(realm, access.auth()), AdminRoles.MANAGE_USERS);
    }

    void requireView(UserModel user) {
        access.requireView(user);
    }

    void requireManage(UserModel user) {
        access.requireManage(user);
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
        String suffix = subresource.length == 0 ? "" : "/" + String.join("/", subresource);
        return adminEvent.resource(EXTENSION_TYPE).resourcePath(path(serverId, extensionId) + suffix);
    }

    /**
     * Writes down that an extension has got or lost its managing user.
     *
     * @param oldUser who had it, or null for nobody or a user who is gone
     * @param newUser who has it now, or null for nobody
     */
    void ownershipEvent(ExtensionOwnership extension, OwnershipChange change, UserModel oldUser, UserModel newUser) {
        extensionEvent(extension.serverId(), extension.extensionId(), "managingUser")
                .operation(newUser == null ? OperationType.DELETE : OperationType.UPDATE)
                .representation(OwnershipEvent.of(
                        extension,
                        OwnershipEvent.party(change.oldUserId(), oldUser),
                        OwnershipEvent.party(change.newUserId(), newUser)))
                .success();
    }

    /** Writes down that an extension is, or is no more, the default extension of its managing user. */
    void defaultEvent(ExtensionOwnership extension, OperationType operation, OwnershipEvent.Party user) {
        extensionEvent(extension.serverId(), extension.extensionId(), "defaultExtensionUser")
                .operation(operation)
                .representation(new DefaultExtensionUserResource.DefaultExtensionEvent(
                        extension.serverId(), extension.extensionId(), extension.extension(), user))
                .success();
    }

    /** Signs out who has lost an extension to somebody else, where the realm wants that. */
    void signOutFormerOwner(UserModel oldUser) {
        session.getProvider(PbxUserProvider.class).signOutFormerOwners(realm, List.of(oldUser.getId()));
    }

    /** The path of an extension in events. */
    static String path(String serverId, String extensionId) {
        return String.join(
                "/",
                CommunicationManagerResourceProviderFactory.ID,
                "rest",
                "config",
                "asterisk",
                serverId,
                "extensions",
                extensionId);
    }
}
