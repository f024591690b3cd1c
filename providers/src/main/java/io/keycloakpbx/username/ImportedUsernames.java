package io.keycloakpbx.username;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.ManagedSetting;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.username.UsernameRules.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Holds users to the rules whom no validator has seen: those of a realm file, a directory of user files or a partial
 * import, and those of a realm that becomes a tenant later.
 */
@ReliesOn("org.keycloak.models.jpa.entities.UserEntity: the user names of a realm are read by one query")
final class ImportedUsernames {

    private static final String REPORT = "report";

    /** Realm attribute: {@code refuse}, or {@code report}, which only logs the names. */
    static final ManagedSetting MODE = ManagedSetting.choice("pbx.usernameRules", "refuse", REPORT);

    private static final Logger LOG = Logger.getLogger(ImportedUsernames.class);
    private static final int LISTED = 50;
    private static final int LISTED_LENGTH = 80;

    private ImportedUsernames() {}

    /**
     * Checks all users of a realm that is a tenant now: those that a new one came with, or those that an older one had. One
     * query over the realm's own users; the names of others are seen when they sign in.
     *
     * @param reportOnly whether to log the names even where the realm refuses them
     */
    static void checkRealm(KeycloakSession session, RealmModel realm, boolean reportOnly) {
        try (Stream<String> names = Database.entities(session)
                .createQuery(
                        "select u.username from UserEntity u where u.realmId = :realm and u.serviceAccountClientLink is null",
                        String.class)
                .setParameter("realm", realm.getId())
                .getResultStream()) {
            check(realm, names, reportOnly || reportsOnly(realm));
        }
    }

    /** Checks the users of a partial import. */
    static void checkUsers(RealmModel realm, List<UserRepresentation> users) {
        if (users != null && Tenant.is(realm)) {
            check(
                    realm,
                    users.stream()
                            .filter(user -> user.getServiceAccountClientId() == null)
                            .map(UserRepresentation::getUsername),
                    reportsOnly(realm));
        }
    }

    private static boolean reportsOnly(RealmModel realm) {
        return REPORT.equals(MODE.text(realm));
    }

    private static void check(RealmModel realm, Stream<String> names, boolean reportOnly) {
        List<String> listed = new ArrayList<>();
        long[] refused = {0};
        names.forEach(name -> {
            Violation violation = UsernameRules.violation(name, false);
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
                + ". Rename these users, or set the realm attribute " + MODE.name()
                + " to report to keep them all the same; they cannot sign in until they are renamed.";
        if (!reportOnly) {
            throw new ModelValidationException(message);
        }
        LOG.warn(message);
    }

    private static String readable(String name) {
        String text = name == null ? "(none)" : name.replaceAll("\\p{Cntrl}", "?");
        return '"' + (text.length() > LISTED_LENGTH ? text.substring(0, LISTED_LENGTH) + "…" : text) + '"';
    }
}
