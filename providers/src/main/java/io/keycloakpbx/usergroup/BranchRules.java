package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.RefusedComponent;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.usergroup.UserGroupException.Reason;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What holds of each branch, by whatever way it is made or changed. */
@ReliesOn(
        "org.keycloak.models.jpa.entities: names of components are compared in the database, once the realm is locked")
final class BranchRules {

    private BranchRules() {}

    /**
     * Checks a component that is about to be written. It locks the realm's row, so that of two of a name written at once
     * the second finds the first.
     */
    static void validate(KeycloakSession session, RealmModel realm, ComponentModel component) {
        require(
                session,
                realm,
                component.getName() != null && !component.getName().isBlank(),
                "The name of a branch must not be empty");
        require(
                session,
                realm,
                isShortText(component.getName()),
                "The name of a branch must be text of at most 255 characters");
        require(
                session,
                realm,
                component.getConfig().values().stream()
                        .flatMap(List::stream)
                        .allMatch(value -> value == null || isShortText(value)),
                "What is said of a branch must be texts of at most 255 characters");
        RowLock.realm(session, realm.getId());
        try {
            requireRoom(session, realm, component.getName(), component.getId());
        } catch (UserGroupException e) {
            RuntimeException refused = RefusedComponent.because(session, realm, e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    private static boolean isShortText(String text) {
        return text.length() <= BranchSettings.MAX_LENGTH && StorableText.is(text);
    }

    private static void require(KeycloakSession session, RealmModel realm, boolean rule, String otherwise) {
        if (!rule) {
            throw RefusedComponent.because(session, realm, otherwise);
        }
    }

    /** What the database says of a branch, once the realm's row is locked: Keycloak's cache may be behind. */
    static Optional<BranchSettings> locked(KeycloakSession session, RealmModel realm, String id) {
        RowLock.realm(session, realm.getId());
        List<Object[]> rows = Database.entities(session)
                .createQuery(
                        "select c.name, k.name, k.value from ComponentEntity c left join ComponentConfigEntity k"
                                + " on k.component.id = c.id where c.id = :id and c.realm.id = :realm",
                        Object[].class)
                .setParameter("id", id)
                .setParameter("realm", realm.getId())
                .getResultList();
        ComponentModel component = new ComponentModel();
        rows.forEach(row -> {
            component.setName((String) row[0]);
            if (row[1] != null) {
                component.put((String) row[1], (String) row[2]);
            }
        });
        return rows.isEmpty() ? Optional.empty() : Optional.of(BranchSettings.of(component));
    }

    /**
     * Refuses a name that another branch has, and one branch too many.
     *
     * @param ownId the id of the branch itself, or null where there is none yet
     */
    static void requireRoom(KeycloakSession session, RealmModel realm, String name, String ownId) {
        EntityManager em = Database.entities(session);
        List<Object[]> others = em.createQuery(
                        "select c.id, c.name from ComponentEntity c where c.realm.id = :realm and c.providerType = :type",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("type", BranchProvider.class.getName())
                .getResultList();
        others.removeIf(other -> other[0].equals(ownId));
        if (others.stream().anyMatch(other -> name.equals(other[1]))) {
            throw new UserGroupException(
                    Reason.BRANCH_EXISTS, "A branch with name: " + name + " already exists.", Map.of("name", name));
        }
        if (others.size() >= UserGroupProvider.MAX_BRANCHES) {
            throw new UserGroupException(
                    Reason.TOO_MANY_BRANCHES,
                    "A realm has at most " + UserGroupProvider.MAX_BRANCHES + " branches. Remove one first");
        }
    }
}
