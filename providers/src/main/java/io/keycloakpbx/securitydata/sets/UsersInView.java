package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import io.keycloakpbx.store.TooManyException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * The users of a realm whom the caller of a request may view, as a condition of the statements that sets are read by. Where that is
 * asked of each, it is asked once for the request; where that is of more than {@link Viewed#MOST_ASKED}, the request is refused.
 */
@ReliesOn("org.keycloak.models.jpa.entities: users are read by the page, not one by one")
public final class UsersInView {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Viewed viewed;
    private List<String> ids;

    public UsersInView(KeycloakSession session, RealmModel realm, Viewed viewed) {
        this.session = session;
        this.realm = realm;
        this.viewed = viewed;
    }

    /** What holds of a user of a statement, or of a subquery of it; nothing where the caller may view all. */
    List<Predicate> conditions(CriteriaBuilder cb, CriteriaQuery<?> query, Path<?> user) {
        List<Predicate> conditions = new ArrayList<>(ShownUsers.conditions(session, realm, cb, query, user));
        if (!viewed.isEverything()) {
            List<Predicate> parts = Parts.of(ids()).stream()
                    .map(part -> (Predicate) user.get("id").in(part))
                    .toList();
            conditions.add(parts.isEmpty() ? cb.disjunction() : cb.or(parts.toArray(Predicate[]::new)));
        }
        return conditions;
    }

    private List<String> ids() {
        if (ids == null) {
            ids = candidates().stream().filter(viewed::has).toList();
        }
        return ids;
    }

    private List<String> candidates() {
        EntityManager em = Database.entities(session);
        CriteriaBuilder cb = em.getCriteriaBuilder();
        CriteriaQuery<String> query = cb.createQuery(String.class);
        Root<UserEntity> user = query.from(UserEntity.class);
        List<Predicate> conditions = new ArrayList<>(ShownUsers.conditions(session, realm, cb, query, user));
        conditions.add(cb.equal(user.get("realmId"), realm.getId()));
        query.select(user.get("id")).where(conditions.toArray(Predicate[]::new)).orderBy(cb.asc(user.get("username")));
        return TooManyException.requireFew(
                em.createQuery(query).setMaxResults(Viewed.MOST_ASKED + 1).getResultList(),
                Viewed.MOST_ASKED,
                "users whom you may view one by one");
    }
}
