package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.AccountValidity;
import io.keycloakpbx.tenant.Tenant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Holds allowed addresses and the dates of accounts to the rules that no validator has seen: those of realm files and of
 * partial imports.
 */
@ReliesOn(
        "org.keycloak.models.jpa.entities.UserAttributeEntity: the restrictions of a realm's users are read by one query")
final class ImportedRestrictions {

    private static final Logger LOG = Logger.getLogger(ImportedRestrictions.class);
    private static final int LISTED = 50;

    /**
     * What an attribute may have.
     *
     * @param isSingle whether it has one value at most, empty ones aside
     */
    private record Rule(String attribute, Predicate<String> isValid, boolean isSingle, String what) {

        boolean admits(List<String> values) {
            long filled = values.stream()
                    .filter(value -> !String.valueOf(value).isEmpty())
                    .count();
            return values.stream().allMatch(isValid) && (!isSingle || filled <= 1);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    SignInRestriction.ALLOWED_ADDRESSES,
                    NetworkValidator::isValid,
                    false,
                    "IP addresses or networks such as 192.0.2.0/24"),
            date(AccountValidity.ACTIVATION_DATE),
            date(AccountValidity.EXPIRATION_DATE));

    private ImportedRestrictions() {}

    private static Rule date(String attribute) {
        return new Rule(
                attribute,
                value -> value != null
                        && (value.isEmpty() || AccountValidity.parse(value).isPresent()),
                true,
                "at most one point in time such as 2027-03-01T08:00:00Z");
    }

    /** The values that a user has of an attribute. */
    private record Held(String username, String attribute, List<String> values) {

        boolean isOf(String owner, String name) {
            return username.equals(owner) && attribute.equals(name);
        }
    }

    /** @param reportOnly whether to log the users whom Keycloak has already */
    static void checkRealm(KeycloakSession session, RealmModel realm, boolean reportOnly) {
        Map<String, Set<String>> wrong = new LinkedHashMap<>();
        try (Stream<Object[]> rows = Database.entities(session)
                .createQuery(
                        "select u.username, a.name, a.value from UserAttributeEntity a join a.user u where u.realmId = :realm"
                                + " and a.name in :attributes order by u.username, a.name",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("attributes", RULES.stream().map(Rule::attribute).toList())
                .getResultStream()) {
            Held held = null;
            for (Iterator<Object[]> each = rows.iterator(); each.hasNext(); ) {
                Object[] row = each.next();
                if (held == null || !held.isOf((String) row[0], (String) row[1])) {
                    check(wrong, held);
                    held = new Held((String) row[0], (String) row[1], new ArrayList<>());
                }
                held.values().add((String) row[2]);
            }
            check(wrong, held);
        }
        tell(realm, wrong, reportOnly);
    }

    static void checkUsers(RealmModel realm, List<UserRepresentation> users) {
        if (users == null || !Tenant.is(realm)) {
            return;
        }
        Map<String, Set<String>> wrong = new LinkedHashMap<>();
        for (UserRepresentation user : users) {
            Map<String, List<String>> attributes = user.getAttributes() == null ? Map.of() : user.getAttributes();
            attributes.forEach((attribute, values) -> {
                if (values != null) {
                    check(wrong, new Held(String.valueOf(user.getUsername()), attribute, values));
                }
            });
        }
        tell(realm, wrong, false);
    }

    /** One by one they may be good, but of two dates none counts. */
    private static void check(Map<String, Set<String>> wrong, Held held) {
        for (Rule rule : held == null ? List.<Rule>of() : RULES) {
            if (rule.attribute().equals(held.attribute()) && !rule.admits(held.values())) {
                wrong.computeIfAbsent(rule.attribute(), attribute -> new TreeSet<>())
                        .add(held.username());
            }
        }
    }

    private static void tell(RealmModel realm, Map<String, Set<String>> wrong, boolean reportOnly) {
        for (Rule rule : RULES) {
            Set<String> users = wrong.getOrDefault(rule.attribute(), Set.of());
            if (users.isEmpty()) {
                continue;
            }
            String message = "Attribute " + rule.attribute() + " of users of realm " + realm.getName() + " must be "
                    + rule.what() + "; what is none admits nobody. Correct it for: "
                    + String.join(", ", users.stream().limit(LISTED).toList())
                    + (users.size() > LISTED ? ", …" : "");
            if (!reportOnly) {
                throw new ModelValidationException(message);
            }
            LOG.warn(message);
        }
    }
}
