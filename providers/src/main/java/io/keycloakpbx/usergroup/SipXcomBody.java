package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.XmlBody;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A body in sipXcom's XML or in the JSON that stands for it. What breaks a rule is refused with 400
 * {@code ERROR_VALIDATION_FAILED}.
 */
final class SipXcomBody {

    private static final int MAX_SETTINGS = 1000;
    private static final int MAX_LENGTH = 255;
    private static final String NAME = "name";
    private static final String ID = "id";

    /** The members of the root. */
    private final Body members;

    /** Whether lists are elements with items, rather than arrays. */
    private final boolean xml;

    private SipXcomBody(Body members, boolean xml) {
        this.members = members;
        this.xml = xml;
    }

    /**
     * Reads a body in the syntax that its content type says, or in the one that it looks like.
     *
     * @param roots what the root may be called
     */
    static SipXcomBody read(InputStream body, MediaType type, List<String> roots) {
        byte[] bytes = bytes(body);
        try {
            return isJson(bytes, type) ? json(bytes, roots) : xml(bytes, roots);
        } catch (InvalidBodyException e) {
            throw SipXcomAnswer.invalid(e);
        }
    }

    private static byte[] bytes(InputStream body) {
        try {
            return body == null ? new byte[0] : body.readNBytes(Body.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJson(byte[] bytes, MediaType type) {
        String subtype = type == null ? "" : type.getSubtype().toLowerCase(Locale.ROOT);
        if (subtype.endsWith("json") || subtype.endsWith("xml")) {
            return subtype.endsWith("json");
        }
        for (byte c : bytes) {
            if (c > ' ') {
                return c == '{';
            }
        }
        return false;
    }

    private static SipXcomBody json(byte[] bytes, List<String> roots) {
        JsonBody document = JsonBody.read(bytes);
        return roots.stream()
                .filter(document::has)
                .findFirst()
                .map(root -> new SipXcomBody(document.optionalObject(root), false))
                .orElseThrow(() -> wrongRoot(roots));
    }

    private static SipXcomBody xml(byte[] bytes, List<String> roots) {
        XmlBody document = XmlBody.read(bytes);
        if (!roots.contains(document.root())) {
            throw wrongRoot(roots);
        }
        return new SipXcomBody(document, true);
    }

    private static RuntimeException wrongRoot(List<String> roots) {
        return SipXcomAnswer.invalid("the root of the request body must be " + String.join(" or ", roots));
    }

    /**
     * What a body says of a user group.
     *
     * @param branches the branch that has a number, as far as the caller may know
     */
    UserGroupSettings group(IntFunction<Optional<Branch>> branches) {
        return reading(() -> new UserGroupSettings(name(), text(members, "description"), branch(branches)));
    }

    private Branch branch(IntFunction<Optional<Branch>> branches) {
        Body branch = members.optionalObject("branch");
        String id = branch == null ? null : branch.optionalScalar(ID, MAX_LENGTH);
        if (id == null || id.isBlank()) {
            return null;
        }
        try {
            return branches.apply(Integer.parseInt(id.strip()))
                    .orElseThrow(() -> SipXcomAnswer.invalid("Branch: There is no branch with id " + id.strip()));
        } catch (NumberFormatException e) {
            throw SipXcomAnswer.invalid("Branch: The id must be a whole number");
        }
    }

    /** What a body says of a branch. */
    BranchSettings branchSettings() {
        return reading(() -> {
            String name = name();
            Body address = members.optionalObject("address");
            return new BranchSettings(
                    name,
                    text(members, "description"),
                    text(address, "street"),
                    text(address, "city"),
                    text(address, "country"),
                    text(address, "state"),
                    text(address, "zip"),
                    text(address, "officeDesignation"),
                    text(members, "phoneNumber"),
                    text(members, "faxNumber"));
        });
    }

    /** The label of a permission, which the store judges. */
    String label() {
        return reading(() -> members.optionalString("label", MAX_LENGTH));
    }

    String description() {
        return reading(() -> text(members, "description"));
    }

    boolean defaultValue() {
        return reading(() -> Boolean.TRUE.equals(members.optionalBoolean("defaultValue")));
    }

    /** What a body says of permissions: of each the value, or nothing for the default. */
    Map<String, Optional<PermissionValue>> settings() {
        return reading(() -> {
            Map<String, Optional<PermissionValue>> settings = new LinkedHashMap<>();
            for (Body setting : settingBodies()) {
                String name = setting.requiredString(NAME, MAX_LENGTH);
                if (settings.put(name, value(name, setting.optionalString("value", MAX_LENGTH))) != null) {
                    throw SipXcomAnswer.invalid("Setting " + name + ": Must be listed once only");
                }
            }
            return settings;
        });
    }

    private List<Body> settingBodies() {
        List<Body> settings;
        if (xml) {
            Body permissions = members.optionalObject("permissions");
            settings = permissions == null ? null : permissions.optionalObjects("setting", MAX_SETTINGS);
        } else {
            settings = members.optionalObjects("permissions", MAX_SETTINGS);
        }
        return settings == null ? List.of() : settings;
    }

    private static Optional<PermissionValue> value(String name, String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "ENABLE" -> Optional.of(PermissionValue.ENABLE);
            case "DISABLE" -> Optional.of(PermissionValue.DISABLE);
            default ->
                throw SipXcomAnswer.invalid(
                        "Setting " + name + ": The value must be ENABLE or DISABLE, or empty for the default");
        };
    }

    private String name() {
        String name = members.optionalString(NAME, MAX_LENGTH);
        if (name == null || name.isBlank()) {
            throw SipXcomAnswer.invalid("Name: Cannot be empty");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw SipXcomAnswer.invalid("Name: Must not have control characters");
        }
        return name;
    }

    /** Databases differ in whether an empty text is null. */
    private static String text(Body object, String member) {
        String text = object == null ? null : object.optionalString(member, MAX_LENGTH);
        return text == null || text.isEmpty() ? null : text;
    }

    private static <T> T reading(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidBodyException e) {
            throw SipXcomAnswer.invalid(e);
        }
    }
}
