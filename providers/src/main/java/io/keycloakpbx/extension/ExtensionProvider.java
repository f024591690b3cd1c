package io.keycloakpbx.extension;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * PBX servers of a tenant, their extensions, and the users that manage these.
 *
 * <p>Every look-up is bound to a realm: what belongs to another realm is not found. Names and numbers that are taken
 * raise {@link org.keycloak.models.ModelDuplicateException}. Changes are part of the session's transaction and safe on
 * several nodes. Lists are ordered by name or number; a negative {@code max} means no limit.
 */
public interface ExtensionProvider extends Provider {

    /** The servers of a realm, by name. */
    List<PbxServer> servers(RealmModel realm, int first, int max);

    /** How many servers a realm has. */
    long countServers(RealmModel realm);

    /** How many extensions a realm has on all servers, from one query. */
    ExtensionCount countExtensions(RealmModel realm);

    /** The server of that id. */
    Optional<PbxServer> server(RealmModel realm, String serverId);

    /**
     * Creates a server.
     *
     * @param id the UUID that it shall have, or null for a new one; one that any realm uses raises
     *     {@link org.keycloak.models.ModelDuplicateException}
     */
    PbxServer createServer(RealmModel realm, String id, String name);

    /** Renames a server; empty where there is no such server. */
    Optional<PbxServer> renameServer(RealmModel realm, String serverId, String name);

    /** Removes a server with its extensions; false where there is no such server. */
    boolean removeServer(RealmModel realm, String serverId);

    /**
     * Extensions of a server, by number.
     *
     * @param after the number that they come after, or null to begin with the first one
     * @param max the most of them, or -1 for all
     */
    List<Extension> extensions(RealmModel realm, String serverId, String after, int max);

    /**
     * A part of the extensions of a server that a search finds.
     *
     * @param search the beginning of a number or a part of a display name, in any case; null for all
     */
    FoundExtensions search(RealmModel realm, String serverId, String search, int first, int max);

    /** A part of the extensions of all servers of a realm that a query finds, with whose they are. */
    FoundManagedExtensions search(RealmModel realm, ExtensionQuery query, int first, int max);

    /** The extension of that id on that server. */
    Optional<Extension> extension(RealmModel realm, String serverId, String extensionId);

    /**
     * Creates an extension that nobody manages.
     *
     * @param id the UUID that it shall have, or null for a new one; one that any realm uses raises
     *     {@link org.keycloak.models.ModelDuplicateException}
     */
    Extension createExtension(RealmModel realm, String serverId, String id, ExtensionSettings settings);

    /** Replaces the settings of an extension; empty where there is no such extension. */
    Optional<Extension> updateExtension(
            RealmModel realm, String serverId, String extensionId, ExtensionSettings settings);

    /** Removes an extension; false where there is no such extension. */
    boolean removeExtension(RealmModel realm, String serverId, String extensionId);

    /** Who manages an extension, from one query; empty where there is no such extension. */
    Optional<ExtensionOwnership> ownership(RealmModel realm, String serverId, String extensionId);

    /** Who manages an extension on whichever server, from one query; empty where the realm has no such extension. */
    Optional<ExtensionOwnership> ownership(RealmModel realm, String extensionId);

    /** Who manages the extensions of a server, by number. */
    List<ExtensionOwnership> ownerships(RealmModel realm, String serverId);

    /**
     * Makes a user the managing user of an extension, whoever it belonged to. It is no default extension afterwards.
     * Of concurrent callers each sees the one before it as the old managing user.
     *
     * @param extension what {@link #ownership} answered
     * @param userId a user of the extension's realm, or null to take the extension away from whoever has it
     * @return the change, or empty where the extension has been removed meanwhile
     */
    Optional<OwnershipChange> setManagingUser(ExtensionOwnership extension, String userId);

    /**
     * Makes a user the managing user of an extension whose managing user is the expected one, or that user already. Of
     * concurrent callers who expect the same one only the first succeeds.
     *
     * @param extension what {@link #ownership} answered
     * @param expectedUserId who manages it as far as the caller knows, or null for nobody
     * @param userId a user of the extension's realm, or null to take the extension away
     * @param makeDefault whether it becomes the user's only default extension
     * @return who had it, and who has it now: the same, and not the new one, where nothing has been changed because the
     *     managing user was not the expected one; empty where the extension has been removed meanwhile
     * @throws org.keycloak.models.ModelDuplicateException where the user has gone, or got another default extension, at this
     *     moment; nothing is changed once the transaction is rolled back
     */
    Optional<OwnershipChange> replaceManagingUser(
            ExtensionOwnership extension, String expectedUserId, String userId, boolean makeDefault);

    /**
     * What an admin event tells of a change.
     *
     * @param usernames the names of its users by their ids; whoever is missing is gone
     */
    default OwnershipEvent event(ExtensionOwnership extension, OwnershipChange change, Map<String, String> usernames) {
        return OwnershipEvent.of(
                extension,
                OwnershipEvent.party(change.oldUserId(), usernames),
                OwnershipEvent.party(change.newUserId(), usernames));
    }

    /** The default extension of a user of the realm. */
    Optional<ExtensionOwnership> defaultExtension(RealmModel realm, String userId);

    /**
     * Makes an extension the only default extension of the user that manages it.
     *
     * @return false where the user does not manage the extension
     */
    boolean setDefaultExtension(String extensionId, String userId);

    /** Makes an extension no default extension of a user any more; false where it was not that user's. */
    boolean clearDefaultExtension(String extensionId, String userId);

    /** The extensions that a user of the realm manages, by server name and number, from one query. */
    List<OwnedExtension> ownedExtensions(RealmModel realm, String userId);

    /**
     * The extensions that users of the realm manage, by server name and number, from one query for a thousand users.
     *
     * @return by the users' ids; who manages none is left out
     */
    Map<String, List<OwnedExtension>> ownedExtensions(RealmModel realm, Collection<String> userIds);

    /** Those of the ids that a server or an extension of any realm has. */
    Set<String> usedIds(Collection<String> ids);

    /** Takes all extensions away from a user. */
    void removeUser(String userId);
}
