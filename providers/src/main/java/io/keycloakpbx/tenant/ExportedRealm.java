package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A realm file as a template. A file that was exported says whose realm it was: by ids, keys and secrets, by its people, and
 * by addresses with the realm's name. A second realm must not have any of it.
 */
final class ExportedRealm {

    private static final String ID = "id";
    private static final Set<String> IDS = Set.of(ID, "_id", "internalId", "containerId", "parentId");

    /** Objects whose members are called as somebody likes. */
    private static final Set<String> FREE =
            Set.of("attributes", "config", "localizationTexts", "smtpServer", "browserSecurityHeaders");

    private static final List<String> OF_ONE_REALM = List.of(
            "displayNameHtml",
            "notBefore",
            "privateKey",
            "publicKey",
            "certificate",
            "codeSecret",
            "organizations",
            "federatedUsers");

    private static final List<String> ATTRIBUTES_OF_ONE_REALM = List.of(
            TenantAttributes.TENANT_ID,
            TenantAttributes.SIP_DOMAIN,
            TenantAttributes.SIP_DOMAIN_ALIASES,
            TenantAttributes.WEBSITE,
            TenantAttributes.AVATAR_URL,
            TenantAttributes.TEMPLATE,
            "frontendUrl");

    private static final Pattern CLIENT_SECRETS = Pattern.compile(
            "client\\.secret\\..*"
                    + "|saml\\.(signing|encryption)\\.(private\\.key|certificate)|jwt\\.credential\\.(certificate|public\\.key)");

    private static final Pattern KEYS =
            Pattern.compile("kid|secret|certificate|.*[pP]rivateKey|.*[pP]ublicKey", Pattern.DOTALL);

    /** What the admin console and the Admin API write in the place of a secret. */
    private static final String MASK = "**********";

    private ExportedRealm() {}

    /**
     * Takes out what belongs to one realm alone.
     *
     * @throws IllegalArgumentException where a secret is masked; the message names the member
     */
    static void strip(ObjectNode realm) {
        Map<String, String> flows = aliases(realm);
        realm.remove(OF_ONE_REALM);
        if (realm.get("attributes") instanceof ObjectNode attributes) {
            attributes.remove(ATTRIBUTES_OF_ONE_REALM);
        }
        removeIf(realm.get("users"), user -> !user.hasNonNull("serviceAccountClientId"));
        each(realm.get("users"), user -> user.remove(List.of("credentials", "federatedIdentities", "federationLink")));
        each(realm.get("clients"), client -> {
            client.remove(List.of("secret", "registrationAccessToken", "notBefore"));
            if (client.get("attributes") instanceof ObjectNode attributes) {
                removeMembers(attributes, CLIENT_SECRETS);
            }
            if (client.get("authenticationFlowBindingOverrides") instanceof ObjectNode overrides) {
                overrides
                        .properties()
                        .forEach(flow -> flow.setValue(TextNode.valueOf(flows.getOrDefault(
                                flow.getValue().asText(), flow.getValue().asText()))));
            }
        });
        // Of an organization that stays behind; an import would look for it.
        each(realm.get("identityProviders"), provider -> provider.remove("organizationId"));
        JsonNode keys = realm.path("components").get("org.keycloak.keys.KeyProvider");
        // The others hold keys that somebody has brought along.
        removeIf(keys, key -> !key.path("providerId").asText().contains("-generated"));
        each(keys, key -> {
            if (key.get("config") instanceof ObjectNode config) {
                removeMembers(config, KEYS);
            }
        });
        stripIds(realm);
        refuseMasked(realm, "");
    }

    /** Ids of flows lead nowhere in another realm, their names do. */
    private static Map<String, String> aliases(ObjectNode realm) {
        Map<String, String> aliases = new HashMap<>();
        each(realm.get("authenticationFlows"), flow -> {
            if (flow.hasNonNull(ID)) {
                aliases.put(flow.get(ID).asText(), flow.path("alias").asText());
            }
        });
        return aliases;
    }

    private static void stripIds(JsonNode node) {
        if (node instanceof ObjectNode object) {
            IDS.stream().filter(id -> object.path(id).isTextual()).forEach(object::remove);
            object.properties().stream()
                    .filter(member -> !FREE.contains(member.getKey()))
                    .forEach(member -> stripIds(member.getValue()));
        } else {
            node.forEach(ExportedRealm::stripIds);
        }
    }

    private static void refuseMasked(JsonNode node, String pointer) {
        if (node.isTextual() && node.asText().equals(MASK)) {
            throw new IllegalArgumentException("its member " + pointer + " is masked, as in an export of the admin"
                    + " console. Write the secret there, or remove what needs it");
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> refuseMasked(member.getValue(), pointer + "/" + member.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseMasked(node.get(i), pointer + "/" + i);
        }
    }

    /** Gives another realm's name to what is called after the realm: its default role and the addresses of Keycloak's own clients. */
    static void rename(ObjectNode realm, String to) {
        String from = realm.path("realm").asText();
        realm.put("realm", to);
        if (!from.isEmpty() && !from.equals(to)) {
            rename(realm, text -> {
                if (text.equalsIgnoreCase("default-roles-" + from)) {
                    return "default-roles-" + to.toLowerCase(Locale.ROOT);
                }
                for (String before : List.of("/realms/", "/admin/")) {
                    if (text.startsWith(before + from + "/")) {
                        return before + to + text.substring((before + from).length());
                    }
                }
                return text;
            });
        }
    }

    private static void rename(JsonNode node, UnaryOperator<String> name) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue().isTextual()) {
                    member.setValue(
                            TextNode.valueOf(name.apply(member.getValue().asText())));
                } else {
                    rename(member.getValue(), name);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, TextNode.valueOf(name.apply(array.get(i).asText())));
                } else {
                    rename(array.get(i), name);
                }
            }
        }
    }

    private static void each(JsonNode list, Consumer<ObjectNode> action) {
        if (list != null) {
            list.forEach(item -> action.accept((ObjectNode) item));
        }
    }

    /** Whether a realm attribute belongs to one realm alone. */
    static boolean isOfOneRealm(String attribute) {
        return ATTRIBUTES_OF_ONE_REALM.contains(attribute);
    }

    private static void removeIf(JsonNode list, Predicate<JsonNode> test) {
        if (list != null) {
            for (Iterator<JsonNode> items = list.elements(); items.hasNext(); ) {
                if (test.test(items.next())) {
                    items.remove();
                }
            }
        }
    }

    private static void removeMembers(ObjectNode object, Pattern names) {
        for (Iterator<Map.Entry<String, JsonNode>> members = object.fields(); members.hasNext(); ) {
            if (names.matcher(members.next().getKey()).matches()) {
                members.remove();
            }
        }
    }
}
