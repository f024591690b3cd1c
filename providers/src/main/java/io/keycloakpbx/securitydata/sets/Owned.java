package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.Owner;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.List;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * An entity of a realm.
 *
 * @param owner whose the realm is
 * @param entity what is there
 */
record Owned<T>(Owner owner, T entity) {

    /** All entities of one kind that a request's realm has. */
    static <T> Source.Catalogue<Owned<T>> all(
            SetContext context, BiFunction<KeycloakSession, RealmModel, List<T>> read) {
        return () -> read.apply(context.session(), context.realm()).stream()
                .map(entity -> new Owned<>(context.owner(), entity))
                .toList();
    }
}
