package io.keycloakpbx.securitydata.odata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys as addresses have them: {@code User(5)}, {@code UserRole(UserID=5,EnvironmentID=2,RoleID=7)}. */
public final class Key {

    private Key() {}

    /**
     * Reads what is between the parentheses: a literal alone where the key is one property, else each property by its name,
     * in any order.
     *
     * @return the values in the order of the type's key, none of them null
     * @throws ODataException (400) where it is no key of the type
     */
    public static List<Object> parse(String text, EntityType<?> type) {
        List<String> literals = type.key().size() == 1 && text.indexOf('=') < 0 ? List.of(text) : named(text, type);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < literals.size(); i++) {
            EdmType of = type.keyProperties().get(i).type();
            values.addAll(Literal.list(literals.get(i), List.of(of)));
        }
        if (values.contains(null)) {
            throw malformed(type);
        }
        return values;
    }

    /** Keys are numbers and GUIDs, in which there is no comma. */
    private static List<String> named(String text, EntityType<?> type) {
        Map<String, String> byName = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 || byName.put(part.substring(0, equals).strip(), part.substring(equals + 1)) != null) {
                throw malformed(type);
            }
        }
        if (!byName.keySet().equals(Set.copyOf(type.key()))) {
            throw malformed(type);
        }
        return type.key().stream().map(byName::get).toList();
    }

    private static ODataException malformed(EntityType<?> type) {
        return ODataException.invalid("A key of " + type.name() + " is "
                + (type.key().size() == 1
                        ? "one value, as in " + type.name() + "("
                                + example(type.keyProperties().get(0)) + ")."
                        : "as in " + type.name() + "("
                                + type.keyProperties().stream()
                                        .map(property -> property.name() + "=" + example(property))
                                        .collect(Collectors.joining(","))
                                + ")."));
    }

    private static String example(Property<?> property) {
        return property.type() == EdmType.GUID ? "guid'00000000-0000-4000-8000-000000000000'" : "1";
    }

    /** The address of an entity, relative to the base URL. */
    static <R> String address(EntityType<R> type, R entity) {
        List<Property<R>> key = type.keyProperties();
        return type.name()
                + '('
                + (key.size() == 1
                        ? Literal.text(key.get(0).value().apply(entity))
                        : key.stream()
                                .map(property -> property.name()
                                        + '='
                                        + Literal.text(property.value().apply(entity)))
                                .collect(Collectors.joining(",")))
                + ')';
    }
}
