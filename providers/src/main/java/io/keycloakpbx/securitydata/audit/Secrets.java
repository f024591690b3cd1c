package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ComponentRepresentation;

/**
 * What is a secret in a representation: what Keycloak has hidden, what a provider's configuration calls one, what is named
 * like one, and private keys whatever they are named.
 *
 * @param properties the names of properties of providers that are secret
 */
record Secrets(Set<String> properties) {

    /** What stands for a secret. */
    static final String HIDDEN = "***";

    private static final Logger LOG = Logger.getLogger(Secrets.class);

    /** In names without what is between their words. */
    private static final List<String> NAMED = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "credential",
            "token",
            "privatekey",
            "keystore",
            "apikey",
            "accesskey",
            "sharedkey",
            "masterkey",
            "recoverycode");

    /** Too short to be looked for within words. */
    private static final Set<String> WORDS = Set.of("otp", "otps", "answer", "answers", "pin", "pins");

    /** Names, without what is between their words, of settings about secrets: they tell none. */
    private static final Pattern SETTINGS =
            Pattern.compile(".*lifespan.*|.*maxreuse|(password|otp)policy.*|.*endpointauth.*alg");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])");
    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z]+");

    /** What names the value beside it. */
    private static final List<String> NAMES = List.of("name", "key", "type");

    /** The members of a JSON web key that are private. */
    private static final Set<String> PRIVATE = Set.of("d", "k", "p", "q", "dp", "dq", "qi", "oth");

    private static final Pattern PRIVATE_MEMBER = Pattern.compile("\"[dk]\"\\s*:");
    private static final int SHORTEST_KEY = 40;
    private static final String JAVA_KEYSTORE = "/u3+7Q";
    private static final int HEAD = 24;
    private static final int SEQUENCE = 0x30;

    /** Whatever the providers of a server call a secret. */
    static Secrets of(KeycloakSessionFactory factory) {
        return new Secrets(factory.getSpis().stream()
                .flatMap(spi -> factory.getProviderFactoriesStream(spi.getProviderClass()))
                .filter(ConfiguredProvider.class::isInstance)
                .flatMap(provider -> properties((ConfiguredProvider) provider))
                .filter(property -> property.isSecret() || ProviderConfigProperty.PASSWORD.equals(property.getType()))
                .map(ProviderConfigProperty::getName)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static Stream<ProviderConfigProperty> properties(ConfiguredProvider provider) {
        try {
            List<ProviderConfigProperty> properties = provider.getConfigProperties();
            return properties == null ? Stream.empty() : properties.stream();
        } catch (RuntimeException e) {
            LOG.debugf(e, "%s does not tell its configuration", provider.getClass());
            return Stream.empty();
        }
    }

    /** Puts {@link #HIDDEN} in the place of each secret of a representation, which it changes. */
    JsonNode hidden(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, hidden(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            hideMembers(object);
        } else if (node.isTextual()
                && (isKey(node.asText()) || ComponentRepresentation.SECRET_VALUE.equals(node.asText()))) {
            return TextNode.valueOf(HIDDEN);
        }
        return node;
    }

    private void hideMembers(ObjectNode object) {
        boolean named =
                NAMES.stream().anyMatch(name -> isSecret(object.path(name).asText("")));
        boolean key = object.has("kty");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            if (!member.getValue().isNull()) {
                boolean secret = isSecret(name) && !isTruth(member.getValue())
                        || named && "value".equals(name)
                        || key && PRIVATE.contains(name);
                member.setValue(secret ? TextNode.valueOf(HIDDEN) : hidden(member.getValue()));
            }
        }
    }

    private static boolean isTruth(JsonNode value) {
        return value.isBoolean()
                || value.isTextual() && ("true".equals(value.asText()) || "false".equals(value.asText()));
    }

    /** Whether a member of this name is a secret, whatever it holds. */
    boolean isSecret(String name) {
        String letters = NO_LETTERS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        if (SETTINGS.matcher(letters).matches()) {
            return false;
        }
        return properties.contains(name)
                || NAMED.stream().anyMatch(letters::contains)
                || BETWEEN_WORDS
                        .splitAsStream(name)
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(WORDS::contains);
    }

    /** Private keys and keystores: PEM, a JSON web key, or what both PKCS and Java have, in Base64. */
    static boolean isKey(String text) {
        if (text.length() < SHORTEST_KEY) {
            return false;
        }
        return text.contains("PRIVATE KEY-----")
                || text.contains("\"kty\"") && PRIVATE_MEMBER.matcher(text).find()
                || isEncodedKey(text.strip());
    }

    private static boolean isEncodedKey(String text) {
        if (text.startsWith(JAVA_KEYSTORE)) {
            return true;
        }
        // Base64 of a sequence.
        if (text.length() < HEAD || text.charAt(0) != 'M') {
            return false;
        }
        try {
            return isKey(Base64.getDecoder()
                    .decode(text.substring(0, HEAD).replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Of keys and keystores the first thing in the sequence is a version; of certificates and public keys it is not. */
    private static boolean isKey(byte[] head) {
        int length = head[1] & 0xff;
        int first = 2 + (length < 0x80 ? 0 : length & 0x7f);
        return head[0] == SEQUENCE
                && first + 2 < head.length
                && head[first] == 2
                && head[first + 1] == 1
                && List.of(0, 1, 3).contains((int) head[first + 2]);
    }
}
