package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Parts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
}
