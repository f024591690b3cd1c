package io.keycloakpbx.role;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Everything guarded in a realm at one time.
 *
 * @param kept what stays as it is
 * @param unwanted what must not come to be
 * @param reserved what only the system level may bring in
 */
record GuardedState(List<KeptObject> kept, List<UnwantedObject> unwanted, List<UnwantedObject> reserved) {

    static final GuardedState NONE = new GuardedState(List.of(), List.of(), List.of());

    /** The state as the session's transaction sees it, for the system level: without what others may not bring in. */
    static GuardedState ofSystemLevel(KeycloakSession session, RealmModel realm) {
        Set<GuardedObjectProvider> providers = session.getAllProviders(GuardedObjectProvider.class);
        return new GuardedState(
                providers.stream()
                        .flatMap(provider -> provider.kept(realm).stream())
                        .toList(),
                providers.stream()
                        .flatMap(provider -> provider.unwanted(realm).stream())
                        .toList(),
                List.of());
    }

    /** The whole state as the session's transaction sees it. */
    static GuardedState of(KeycloakSession session, RealmModel realm) {
        GuardedState state = ofSystemLevel(session, realm);
        return new GuardedState(
                state.kept,
                state.unwanted,
                session.getAllProviders(GuardedObjectProvider.class).stream()
                        .flatMap(provider -> provider.reserved(realm).stream())
                        .toList());
    }

    /** Why this must not become another state. What was bad before is not the fault of what comes now. */
    Optional<String> refusalOf(GuardedState after) {
        return changeOfKept(after)
                .or(() -> firstNew(unwanted, after.unwanted))
                .or(() -> firstNew(reserved, after.reserved));
    }

    private Optional<String> changeOfKept(GuardedState after) {
        Map<String, KeptObject> there =
                after.kept.stream().collect(Collectors.toMap(KeptObject::id, Function.identity()));
        return kept.stream()
                .filter(object -> !object.equals(there.get(object.id())))
                // A role takes what it is mapped to along, and is named itself.
                .max(Comparator.comparing(KeptObject::name))
                .map(object -> object.name() + " is built in and cannot be changed or removed");
    }

    private static Optional<String> firstNew(List<UnwantedObject> before, List<UnwantedObject> after) {
        Set<String> there = before.stream().map(UnwantedObject::id).collect(Collectors.toSet());
        return after.stream()
                .filter(object -> !there.contains(object.id()))
                .findFirst()
                .map(UnwantedObject::reason);
    }
}
