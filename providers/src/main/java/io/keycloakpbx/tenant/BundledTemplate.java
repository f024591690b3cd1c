package io.keycloakpbx.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.keycloak.util.JsonSerialization;

/** What the bundle's own tenant template says, for capabilities that bring a part of it into realms that lack it. */
public final class BundledTemplate {

    private static final ObjectNode TEMPLATE = read();

    private BundledTemplate() {}

    private static ObjectNode read() {
        try {
            return TenantTemplate.bundled(TenantTemplate.BUNDLED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An object of one of the template's lists.
     *
     * @param list the list, as a JSON pointer
     * @param member the member of its objects that tells them apart
     */
    public static <T> T part(String list, String member, String name, Class<T> type) {
        return named(TEMPLATE.at(list), member, name, type);
    }

    /** An attribute of the template's user profile. */
    public static <T> T userProfileAttribute(String name, Class<T> type) {
        String config = TEMPLATE.path("components")
                .path(TemplateItems.USER_PROFILE_COMPONENT)
                .path(0)
                .path("config")
                .path(TemplateItems.USER_PROFILE_CONFIG)
                .path(0)
                .asText();
        try {
            return named(JsonSerialization.mapper.readTree(config).path("attributes"), "name", name, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T named(JsonNode list, String member, String name, Class<T> type) {
        for (JsonNode item : list) {
            if (item.path(member).asText().equals(name)) {
                return JsonSerialization.mapper.convertValue(item, type);
            }
        }
        throw new NoSuchElementException(name);
    }
}
