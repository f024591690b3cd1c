package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.UserRepresentation;

/** Holds allowed addresses to the rule that no validator has seen: those of realm files and of partial imports. */
@ReliesOn(
        "org.keycloak.models.jpa.entities.UserAttributeEntity: the allowed addresses of a realm are read by one query")
final class ImportedAddresses {

    private static final Logger LOG = Logger.getLogger(ImportedAddresses.class);
    private static final int LISTED = 50;

    private ImportedAddresses() {}

    /** @param reportOnly whether to log the users whom Keycloak has already */
    static void checkRealm(KeycloakSession session, RealmModel realm, boolean reportOnly) {
        Set<String> wrong = new TreeSet<>();
        try (Stream<Object[]> values = Database.entities(session)
                .createQuery(
                        "select u.username, a.value from UserAttributeEntity a join a.user u where u.realmId = :realm"
                                + " and a.name = :attribute",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("attribute", SignInRestriction.ALLOWED_ADDRESSES)
                .getResultStream()) {
            values.filter(row -> !NetworkValidator.isValid((String) row[1])).forEach(row -> wrong.add((String) row[0]));
        }
        check(realm, wrong, reportOnly);
    }

    static void checkUsers(RealmModel realm, List<UserRepresentation> users) {
        if (users == null || !Tenant.is(realm)) {
            return;
        }
        Set<String> wrong = new TreeSet<>();
        users.forEach(user -> {
            List<String> values =
                    user.getAttributes() == null ? null : user.getAttributes().get(SignInRestriction.ALLOWED_ADDRESSES);
            if (values != null && !values.stream().allMatch(NetworkValidator::isValid)) {
                wrong.add(String.valueOf(user.getUsername()));
            }
        });
        check(realm, wrong, false);
    }

    private static void check(RealmModel realm, Set<String> wrong, boolean reportOnly) {
        if (wrong.isEmpty()) {
            return;
        }
        String message = "Attribute " + SignInRestriction.ALLOWED_ADDRESSES + " of users of realm " + realm.getName()
                + " must be IP addresses or networks such as 192.0.2.0/24; what is none admits nobody. Correct it for: "
                + String.join(", ", wrong.stream().limit(LISTED).toList())
                + (wrong.size() > LISTED ? ", …" : "");
        if (!reportOnly) {
            throw new ModelValidationException(message);
        }
        LOG.warn(message);
    }
}
