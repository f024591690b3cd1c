package io.keycloakpbx.keycloak;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Required actions that capabilities bring into realms that lack them. One that an administrator has disabled is there. */
public final class RequiredActions {

    private RequiredActions() {}

    /**
     * Adds a required action to a realm that has none of its alias.
     *
     * @param action without an id
     */
    public static void add(RealmModel realm, RequiredActionProviderModel action) {
        if (realm.getRequiredActionProviderByAlias(action.getAlias()) == null) {
            // Of two nodes that start at once, the database refuses the second: it has no other rule against two of an
            // alias.
            action.setId(
                    UUID.nameUUIDFromBytes((realm.getId() + '/' + action.getAlias()).getBytes(StandardCharsets.UTF_8))
                            .toString());
            realm.addRequiredActionProvider(action);
        }
    }
}
