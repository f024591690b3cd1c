package io.keycloakpbx.username;

import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.username.UsernameRules.Violation;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.services.managers.RealmManager;

/**
 * Holds imported users to the rules: Keycloak validates no user that comes with a realm file, a directory of user files
 * or a partial import.
 */
final class ImportedUsernames {

    /** Realm attribute: {@code refuse}, which is the default, or {@code report}, which only logs the names. */
    static final String MODE_ATTRIBUTE = "pbx.usernameRules";

    private static final Logger LOG = Logger.getLogger(ImportedUsernames.class);
    private static final int LISTED = 50;
    private static final int LISTED_LENGTH = 80;

    private ImportedUsernames() {}

    /** Checks the users that a new realm came with. One query over the realm's own, just imported users. */
    static void checkRealm(KeycloakSession session, RealmModel realm) {
        if (!isTenant(realm)) {
            return;
        }
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        try (Stream<String> names = em.createQuery(
                        "select u.username from UserEntity u where u.realmId = :realm and u.serviceAccountClientLink is null",
                        String.class)
                .setParameter("realm", realm.getId())
                .getResultStream()) {
            check(realm, names);
        }
    }

    /** Checks the users of a partial import. */
    static void checkUsers(RealmModel realm, List<UserRepresentation> users) {
        if (users != null && isTenant(realm)) {
            check(
                    realm,
                    users.stream()
                            .filter(user -> user.getServiceAccountClientId() == null)
                            .map(UserRepresentation::getUsername));
        }
    }

    /** Only realms that are tenants have the rules; an ordinary realm beside them keeps Keycloak's own. */
    static boolean isTenant(RealmModel realm) {
        return realm.getAttribute(TenantAttributes.SIP_DOMAIN) != null;
    }

    static boolean reportsOnly(RealmModel realm) {
        return "report".equals(realm.getAttribute(MODE_ATTRIBUTE));
    }

    private static void check(RealmModel realm, Stream<String> names) {
        boolean systemLevel = RealmManager.isAdministrationRealm(realm);
        List<String> listed = new ArrayList<>();
        long[] refused = {0};
        names.forEach(name -> {
            Violation violation = UsernameRules.violation(name, systemLevel);
            if (violation != null && refused[0]++ < LISTED) {
                listed.add(readable(name) + (violation == Violation.RESERVED ? " (reserved)" : ""));
            }
        });
        if (refused[0] == 0) {
            return;
        }
        String message = refused[0] + " user name" + (refused[0] == 1 ? "" : "s") + " of realm " + realm.getName()
                + " break the PBX user name rules: " + String.join(", ", listed)
                + (refused[0] > LISTED ? ", …" : "")
                + ". Rename these users, or set the realm attribute " + MODE_ATTRIBUTE
                + " to report to import them all the same; they cannot sign in until they are renamed.";
        if (!reportsOnly(realm)) {
            throw new ModelValidationException(message);
        }
        LOG.warn(message);
    }

    private static String readable(String name) {
        String text = name == null ? "(none)" : name.replaceAll("\\p{Cntrl}", "?");
        return '"' + (text.length() > LISTED_LENGTH ? text.substring(0, LISTED_LENGTH) + "…" : text) + '"';
    }
}
