package io.keycloakpbx.tenant;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;

/**
 * A realm attribute that holds a whole number. Whoever reads it gets a number that can be worked with, whatever the
 * attribute says; whoever saves a realm with something else is told so.
 *
 * @param name the attribute
 * @param byDefault what holds where the attribute is missing or no number
 * @param min the least value
 * @param max the greatest value
 */
public record NumberSetting(String name, int byDefault, int min, int max) implements ManagedSetting {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,100}");

    /** The realm's value: the default where the attribute is missing or no number, and never beyond the bounds. */
    public int of(RealmModel realm) {
        return number(realm.getAttribute(name))
                .map(number -> number.max(BigInteger.valueOf(min))
                        .min(BigInteger.valueOf(max))
                        .intValueExact())
                .orElse(byDefault);
    }

    @Override
    public String text(RealmModel realm) {
        return Integer.toString(of(realm));
    }

    @Override
    public Object told(RealmModel realm) {
        return of(realm);
    }

    /**
     * Refuses a realm whose attribute is anything else than a number within the bounds. A missing or empty attribute is the
     * default.
     *
     * @throws ModelValidationException which says what may be there
     */
    @Override
    public void check(RealmModel realm) {
        String value = realm.getAttribute(name);
        if (value == null || value.isBlank()) {
            return;
        }
        boolean within = number(value)
                .filter(number -> number.compareTo(BigInteger.valueOf(min)) >= 0
                        && number.compareTo(BigInteger.valueOf(max)) <= 0)
                .isPresent();
        if (!within) {
            throw refused(realm, rule());
        }
    }

    /** What may be there, in words. */
    String rule() {
        return "must be a whole number from " + min + " to " + max;
    }

    private static Optional<BigInteger> number(String value) {
        String text = value == null ? "" : value.strip();
        return NUMBER.matcher(text).matches() ? Optional.of(new BigInteger(text)) : Optional.empty();
    }
}
