package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Parts;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The numbers of many objects. */
final class Numbers {

    private Numbers() {}

    /** The numbers of ids, made where there are none. */
    static Map<String, Integer> of(KeycloakSession session, RealmModel owner, NumberKind kind, Collection<String> ids) {
        NumberProvider provider = session.getProvider(NumberProvider.class);
        Map<String, Integer> numbers = new HashMap<>();
        Parts.of(ids).forEach(part -> numbers.putAll(provider.numbersOf(owner, kind, part)));
        return numbers;
    }

    /**
     * Objects with their numbers, by number. Those that have none yet get theirs in the order in which they come.
     *
     * @param id what Keycloak knows an object by
     * @param read makes of a number and an object what is wanted
     */
    static <T, R> List<R> number(
            KeycloakSession session,
            RealmModel owner,
            NumberKind kind,
            List<T> objects,
            Function<T, String> id,
            BiFunction<Integer, T, R> read) {
        Map<String, Integer> numbers =
                of(session, owner, kind, objects.stream().map(id).toList());
        return objects.stream()
                .sorted(Comparator.comparing(object -> numbers.get(id.apply(object))))
                .map(object -> read.apply(numbers.get(id.apply(object)), object))
                .toList();
    }
}
