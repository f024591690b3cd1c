package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.ShownUsers;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.storage.StorageId;

/**
 * What the users of a history are called, as far as the caller may know it. The name that an event has remembered is told of
 * those alone who are gone, and to those alone who may view all users: others might be told of users who are hidden from them.
 */
final class HistoryNames {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Map<String, PbxUserName> shown;
    private final boolean areAllShown;
    private final Map<String, Long> deletions;
    private final Map<String, Optional<String>> clients = new HashMap<>();

    private HistoryNames(
            KeycloakSession session,
            RealmModel realm,
            Map<String, PbxUserName> shown,
            boolean areAllShown,
            Map<String, Long> deletions) {
        this.session = session;
        this.realm = realm;
        this.shown = shown;
        this.areAllShown = areAllShown;
        this.deletions = deletions;
    }

    /**
     * The names of all who occur in a part of a history, from one statement where the caller may view all, and one for those who are gone.
     *
     * @param ownerId who manages the extension now, or null for nobody
     */
    static HistoryNames of(
            ExtensionRequest request, ExtensionHistory history, ExtensionHistory.Found found, String ownerId) {
        RealmModel realm = request.realm();
        AdminPermissionEvaluator auth = request.access().auth();
        Set<String> owners = Stream.concat(
                        Stream.ofNullable(ownerId),
                        found.changes().stream().flatMap(change -> Stream.of(change.from(), change.to())
                                .filter(Objects::nonNull)
                                .map(OwnershipEvent.Party::id)))
                .collect(Collectors.toCollection(HashSet::new));
        Collection<String> all = Stream.concat(
                        owners.stream(),
                        found.changes().stream()
                                .map(RecordedChange::by)
                                .filter(by -> realm.getId().equals(by.realmId()))
                                .map(RecordedChange.Author::userId)
                                .filter(Objects::nonNull))
                .collect(Collectors.toSet());
        Map<String, PbxUserName> shown =
                request.session().getProvider(PbxUserProvider.class).shownNames(realm, all, request.viewed());
        boolean areAllShown = ShownUsers.areAll(realm, auth);
        if (areAllShown) {
            owners.removeAll(shown.keySet());
        } else {
            owners.clear();
        }
        return new HistoryNames(request.session(), realm, shown, areAllShown, history.deletions(owners, found.since()));
    }

    /** One of the users whose the extension was or is, or null for nobody. */
    ExtensionHistoryRepresentation.User user(OwnershipEvent.Party party) {
        if (party == null) {
            return null;
        }
        PbxUserName name = shown.get(party.id());
        if (name != null) {
            return new ExtensionHistoryRepresentation.User(
                    party.id(), name.username(), name.displayName(), false, null);
        }
        return new ExtensionHistoryRepresentation.User(
                party.id(),
                areAllShown ? party.username() : null,
                null,
                areAllShown && StorageId.isLocalStorage(party.id()),
                moment(deletions.get(party.id())));
    }

    /** Who has made a change. Of administrators of other realms no more is told than Keycloak's own admin events tell. */
    ExtensionHistoryRepresentation.Author author(RecordedChange.Author by) {
        boolean isOwn = realm.getId().equals(by.realmId());
        PbxUserName name = isOwn && by.userId() != null ? shown.get(by.userId()) : null;
        return new ExtensionHistoryRepresentation.Author(
                by.userId(),
                name == null ? null : name.username(),
                isOwn ? null : realmName(by.realmId()),
                isOwn ? client(by.clientId()) : null,
                by.address());
    }

    static String moment(Long time) {
        return time == null ? null : Instant.ofEpochMilli(time).toString();
    }

    private String realmName(String id) {
        RealmModel other = id == null ? null : session.realms().getRealm(id);
        return other == null ? id : other.getName();
    }

    private String client(String id) {
        return id == null
                ? null
                : clients.computeIfAbsent(id, asked -> Optional.ofNullable(
                                        session.clients().getClientById(realm, asked))
                                .map(ClientModel::getClientId))
                        .orElse(null);
    }
}
