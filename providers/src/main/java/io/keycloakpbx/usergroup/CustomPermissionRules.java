package io.keycloakpbx.usergroup;

import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.usergroup.PermissionException.Reason;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import org.keycloak.component.ComponentModel;

/** What a custom permission has to be like. */
final class CustomPermissionRules {

    /** The most that a realm has. */
    static final int MAX = 200;

    private static final int TEXT_LENGTH = 255;

    /** Letters and marks that have no shape: Unicode's default ignorable characters that are none of its formats. */
    private static final String FILLERS = "\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0";

    /** They choose a shape of the character before them, such as that of an emoji. */
    private static final Pattern VARIANTS = Pattern.compile("[\u180B-\u180D\u180F\uFE00-\uFE0F\\x{E0100}-\\x{E01EF}]");

    private CustomPermissionRules() {}

    /** Checks a component that Keycloak is to keep, beside the others of its realm. */
    static void check(ComponentModel component, Collection<CustomPermission> others) {
        if (!CustomPermission.isName(component.getName())) {
            throw new PermissionException(
                    Reason.INVALID_TEXT, "The name of a custom permission is perm_ and a number, such as perm_1");
        }
        if (others.stream().anyMatch(other -> component.getName().equals(other.name()))) {
            throw new PermissionException(
                    Reason.LABEL_TAKEN, "The realm has a permission " + component.getName() + " already");
        }
        String defaultValue = component.get(CustomPermission.DEFAULT_VALUE);
        if (defaultValue != null && !defaultValue.equals("true") && !defaultValue.equals("false")) {
            throw new PermissionException(Reason.INVALID_TEXT, "defaultValue is true or false");
        }
        check(CustomPermission.of(component), others);
    }

    /** Checks what is new in a custom permission, beside the others of its realm. */
    static void check(CustomPermission permission, Collection<CustomPermission> others) {
        requireText(permission.label(), permission.description());
        requireFree(permission.label(), others);
        if (others.size() >= MAX) {
            throw new PermissionException(
                    Reason.TOO_MANY, "A realm has at most " + MAX + " custom permissions; remove one first");
        }
    }

    /** A label as it is kept: in the compatible composed form, without space around it. */
    static String label(String text) {
        return text == null || !StorableText.is(text)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    /** What two labels that read the same have in common. Letters of other scripts that look alike are others. */
    static String read(String text) {
        String folded = label(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return label(VARIANTS.matcher(folded).replaceAll("")).replaceAll("[\\s\\p{Z}]+", " ");
    }

    private static void requireText(String label, String description) {
        if (label == null
                || label.length() > TEXT_LENGTH
                || !StorableText.is(label)
                || label(label).isEmpty()
                || label(label).length() > TEXT_LENGTH) {
            throw new PermissionException(
                    Reason.INVALID_TEXT, "A label is a text of 1 to " + TEXT_LENGTH + " characters");
        }
        if (label.codePoints().anyMatch(CustomPermissionRules::isUnseen)) {
            throw new PermissionException(
                    Reason.INVALID_TEXT, "A label must not have control characters or characters that nobody sees");
        }
        if (description != null && (description.length() > TEXT_LENGTH || !StorableText.is(description))) {
            throw new PermissionException(
                    Reason.INVALID_TEXT, "A description is a text of at most " + TEXT_LENGTH + " characters");
        }
    }

    private static boolean isUnseen(int character) {
        if (FILLERS.indexOf(character) >= 0) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static void requireFree(String label, Collection<CustomPermission> others) {
        if (EmergencyCalls.isMeantBy(label)) {
            throw new PermissionException(
                    Reason.LABEL_TAKEN,
                    "Emergency calls are always allowed; choose a label that does not read like them");
        }
        String read = read(label);
        boolean taken = Arrays.stream(BuiltInPermission.values())
                        .map(BuiltInPermission::permission)
                        .anyMatch(permission ->
                                read.equals(read(permission.label())) || read.equals(read(permission.name())))
                || others.stream().anyMatch(other -> other.label() != null && read.equals(read(other.label())));
        if (taken) {
            throw new PermissionException(
                    Reason.LABEL_TAKEN, "Another permission of the realm has the label " + label + " already");
        }
    }
}
