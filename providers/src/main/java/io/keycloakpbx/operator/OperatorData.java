package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.util.JsonSerialization;
import org.keycloak.utils.EmailValidationUtil;

/**
 * What operators have that Keycloak has no place for: each kind is a user attribute with one text of JSON. The rules are one
 * and the same for what the contract's resources take and what is changed elsewhere.
 */
final class OperatorData {

    static final int MAX_ITEMS = 20;
    static final int MAX_TEXT = 100;
    static final int MAX_EMAIL = 1_000;
    static final int MAX_SETTINGS_BYTES = 100 * 1024;
    /** Much deeper ones could be read, but not be written again as a part of a list. */
    static final int MAX_SETTINGS_DEPTH = 20;

    private static final String VALUE = "value";
    private static final String NAME_PATTERN = "[ a-zA-Z0-9_-]{0,210}";

    /** A postal address. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OperatorAddress")
    record Address(
            @Schema(maxLength = MAX_TEXT) String city,
            @Schema(maxLength = MAX_TEXT) String country,
            @JsonProperty("post_code") @Schema(maxLength = MAX_TEXT) String postCode,
            @Schema(maxLength = MAX_TEXT) String state,
            @Schema(maxLength = MAX_TEXT) String street,
            @Schema(maxLength = MAX_TEXT) String street2) {

        private static Address read(Body body) {
            return new Address(
                    body.optionalString("city", MAX_TEXT),
                    body.optionalString("country", MAX_TEXT),
                    body.optionalString("post_code", MAX_TEXT),
                    body.optionalString("state", MAX_TEXT),
                    body.optionalString("street", MAX_TEXT),
                    body.optionalString("street2", MAX_TEXT));
        }
    }

    /** A telephone number. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OperatorPhoneNumber")
    record PhoneNumber(
            @JsonProperty("country_code") Integer countryCode,
            @JsonProperty("local_extension") Integer localExtension,
            Long number,
            @Schema(maxItems = MAX_ITEMS) List<Type> types) {

        private static PhoneNumber read(Body body) {
            List<Body> types = body.optionalObjects("types", MAX_ITEMS);
            return new PhoneNumber(
                    integer(body, "country_code"),
                    integer(body, "local_extension"),
                    body.optionalInteger("number", Long.MIN_VALUE, Long.MAX_VALUE),
                    types == null
                            ? null
                            : types.stream()
                                    .map(type -> new Type(type.optionalString(VALUE, MAX_TEXT)))
                                    .toList());
        }

        private static Integer integer(Body body, String member) {
            Long value = body.optionalInteger(member, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return value == null ? null : value.intValue();
        }
    }

    /** What a telephone number is for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OperatorPhoneType")
    record Type(@Schema(maxLength = MAX_TEXT) String value) {}

    /** A further email address. */
    @Schema(name = "OperatorEmail", requiredProperties = "email")
    record Email(@Schema(minLength = 1, maxLength = MAX_EMAIL) String email) {}

    private static final TypeReference<List<Address>> ADDRESSES = new TypeReference<>() {};
    private static final TypeReference<List<PhoneNumber>> PHONE_NUMBERS = new TypeReference<>() {};
    private static final TypeReference<List<Email>> EMAILS = new TypeReference<>() {};
    private static final TypeReference<JsonNode> SETTINGS = new TypeReference<>() {};

    /** How one kind is read, as the text that is kept; null where it is absent, and where it is wrong. */
    private interface Reader {

        String read(Body body, OperatorProblems problems);
    }

    /** The members of the contract that are kept so, by attribute. */
    private static final Map<String, String> MEMBERS = Map.of(
            OperatorAttributes.NAME, "name",
            OperatorAttributes.ADDRESSES, "addresses",
            OperatorAttributes.PHONE_NUMBERS, "phone_numbers",
            OperatorAttributes.SECONDARY_EMAILS, "secondary_emails",
            OperatorAttributes.SETTINGS, "settings");

    private static final Map<String, Reader> READERS = Map.of(
            OperatorAttributes.NAME, OperatorData::readName,
            OperatorAttributes.ADDRESSES,
                    (body, problems) -> list(body.optionalObjects("addresses", MAX_ITEMS), Address::read),
            OperatorAttributes.PHONE_NUMBERS,
                    (body, problems) -> list(body.optionalObjects("phone_numbers", MAX_ITEMS), PhoneNumber::read),
            OperatorAttributes.SECONDARY_EMAILS, OperatorData::readEmails,
            OperatorAttributes.SETTINGS, OperatorData::readSettings);

    private OperatorData() {}

    private static String readName(Body body, OperatorProblems problems) {
        String name = body.optionalString("name", Integer.MAX_VALUE);
        if (name != null && !name.matches(NAME_PATTERN)) {
            problems.say(OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST, "A valid name is required");
            return null;
        }
        return name;
    }

    private static String readEmails(Body body, OperatorProblems problems) {
        int size = body.size("secondary_emails");
        if (size > MAX_ITEMS) {
            problems.add(OperatorError.OPERATOR_EMAIL_LIST_INVALID, size);
            return null;
        }
        return list(body.optionalObjects("secondary_emails", MAX_ITEMS), item -> {
            String email = item.optionalString("email", Integer.MAX_VALUE);
            if (email == null || email.isEmpty() || email.length() > MAX_EMAIL) {
                problems.add(OperatorError.EMAIL_INVALID_0002);
            } else if (!EmailValidationUtil.isValidEmail(email)) {
                problems.add(OperatorError.EMAIL_INVALID_0001, email);
            }
            return new Email(email);
        });
    }

    private static String readSettings(Body body, OperatorProblems problems) {
        String settings = body.optionalJson("settings", MAX_SETTINGS_BYTES);
        if (settings != null && settings(settings) == null) {
            problems.say(
                    OperatorError.OPERATOR_INVALID_SETTINGS_SIZE,
                    "settings may be nested at most " + MAX_SETTINGS_DEPTH + " levels deep");
            return null;
        }
        return settings;
    }

    /** The text of a list; empty for an empty one, which is kept as none. */
    private static String list(List<Body> items, Function<Body, Object> read) {
        if (items == null) {
            return null;
        }
        List<Object> list = new ArrayList<>(items.size());
        items.forEach(item -> list.add(read.apply(item)));
        try {
            return list.isEmpty() ? "" : JsonSerialization.writeValueAsString(list);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what a body says of these kinds: by attribute the text that is kept, empty where there shall be none. What the body
     * does not speak of is left out.
     *
     * @param body one that collects
     */
    static void read(Body body, OperatorProblems problems, Map<String, String> attributes) {
        MEMBERS.keySet().stream().sorted().forEach(attribute -> {
            String text = READERS.get(attribute).read(body, problems);
            if (text != null) {
                attributes.put(attribute, text);
            }
        });
    }

    /** What is wrong with the text of an attribute; empty where nothing is, or it is another attribute. */
    static List<OperatorErrors.Item> problemsOf(String attribute, String text) {
        OperatorProblems problems = new OperatorProblems();
        String member = MEMBERS.get(attribute);
        if (member == null) {
            return List.of();
        }
        try {
            String json = attribute.equals(OperatorAttributes.NAME) ? JsonSerialization.writeValueAsString(text) : text;
            Body body = JsonBody.ofMember(member, json).collecting();
            READERS.get(attribute).read(body, problems);
            if (!body.has(member)) {
                problems.say(OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST, member + " is required");
            }
            body.refuseViolations();
        } catch (InvalidBodyException e) {
            problems.add(e, OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return problems.items();
    }

    static List<Address> addresses(String text) {
        return kept(text, ADDRESSES);
    }

    static List<PhoneNumber> phoneNumbers(String text) {
        return kept(text, PHONE_NUMBERS);
    }

    static List<Email> secondaryEmails(String text) {
        return kept(text, EMAILS);
    }

    static JsonNode settings(String text) {
        JsonNode settings = kept(text, SETTINGS);
        return settings == null || isDeeperThan(MAX_SETTINGS_DEPTH, settings) ? null : settings;
    }

    private static boolean isDeeperThan(int levels, JsonNode node) {
        if (!node.isContainerNode()) {
            return false;
        }
        if (levels == 0) {
            return true;
        }
        for (JsonNode child : node) {
            if (isDeeperThan(levels - 1, child)) {
                return true;
            }
        }
        return false;
    }

    /** What is kept; null where nothing is, or what no validator has seen and is nothing of this kind. */
    private static <T> T kept(String text, TypeReference<T> type) {
        try {
            return text == null ? null : JsonSerialization.readValue(text, type);
        } catch (IOException e) {
            return null;
        }
    }
}
