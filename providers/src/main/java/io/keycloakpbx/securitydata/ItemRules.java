package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.StorableText;
import java.util.List;
import org.keycloak.component.ComponentModel;

/** What names and texts of security data may hold. */
public final class ItemRules {

    /** What {@link #isName} asks of a text, in words that follow its name. */
    public static final String NAME_RULE =
            "must have 1 to 255 characters, none of them control or formatting characters,"
                    + " and no blank at its start or end";

    /** The most characters of a name. */
    public static final int MAX_NAME_LENGTH = 255;
    /** The most characters of a description that Keycloak has no shorter column for. */
    public static final int MAX_DESCRIPTION_LENGTH = 1000;

    private static final int MAX_PERMISSIONS = 100;

    private ItemRules() {}

    /** A component breaks a rule. The message says which. */
    static final class BrokenException extends RuntimeException {

        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message);
        }
    }

    /** What the name of the component is: a code, a question. */
    static void name(String where, ComponentModel component) {
        requireName(where, component.getName());
    }

    /** A name that may be absent. */
    static void optionalName(ComponentModel component, String member) {
        String value = component.get(member);
        if (value != null && !value.isEmpty()) {
            requireName(member, value);
        }
    }

    private static void requireName(String where, String value) {
        if (!isName(value)) {
            throw new BrokenException(where + ' ' + NAME_RULE);
        }
    }

    /** Whether a text is one that people can tell from others. */
    public static boolean isName(String value) {
        return value != null
                && !value.isEmpty()
                && value.length() <= MAX_NAME_LENGTH
                && StorableText.is(value)
                && !StorableText.hasUnseen(value)
                && value.equals(value.strip());
    }

    static void description(ComponentModel component, String member) {
        String value = component.get(member);
        if (value != null && !isDescription(value)) {
            throw new BrokenException(member + " must have at most " + MAX_DESCRIPTION_LENGTH + " characters");
        }
    }

    /** Whether a text can be kept as a description. */
    static boolean isDescription(String value) {
        return value.length() <= MAX_DESCRIPTION_LENGTH && StorableText.is(value);
    }

    static void truth(ComponentModel component, String member) {
        String value = component.get(member);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw new BrokenException(member + " must be true or false");
        }
    }

    static void oneOf(ComponentModel component, String member, List<String> values) {
        String value = component.get(member);
        if (value != null && !value.isEmpty() && !values.contains(value)) {
            throw new BrokenException(member + " must be " + String.join(" or ", values));
        }
    }

    static void names(ComponentModel component, String member) {
        List<String> values = component.getConfig().getOrDefault(member, List.of());
        if (values.size() > MAX_PERMISSIONS) {
            throw new BrokenException(member + " must have at most " + MAX_PERMISSIONS + " values");
        }
        values.forEach(value -> requireName("Each of " + member, value));
        if (values.stream().distinct().count() < values.size()) {
            throw new BrokenException(member + " must not have a value twice");
        }
    }
}
