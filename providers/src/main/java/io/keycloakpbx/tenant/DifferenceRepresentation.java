package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a tenant is not as its template.
 *
 * @param kind what it is about, such as {@code client} or {@code flow}
 * @param name its name; of a part with what it is a part of, as {@code pbx/SIP domain}
 * @param action {@code add}, {@code change}, or {@code kept}
 * @param from what the tenant says; left out for what it does not have
 * @param to what the template says; of an object that is changed or kept, the members that differ
 * @param why why it is kept, or that what is added was removed
 * @param key of the words by which the admin console says so in its language
 * @param params what these words speak of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TemplateDifference",
        description = "Where a tenant is not as its template",
        requiredProperties = {"kind", "name", "action"})
public record DifferenceRepresentation(
        String kind,
        String name,
        @Schema(enumeration = {"add", "change", "kept"}) String action,
        @Schema(implementation = Object.class) JsonNode from,
        @Schema(implementation = Object.class) JsonNode to,
        String why,
        @Schema(description = "The key of the admin console's words for why") String key,
        @Schema(description = "What these words speak of") Map<String, String> params) {

    private static final Pattern SECRET = Pattern.compile(
            "(.*(secret|password|credential|private.?key|api.?key).*|.*token)", Pattern.CASE_INSENSITIVE);

    /** What a switch says is no secret, whatever its name. */
    private static final Set<String> OF_SWITCHES = Set.of("true", "false");

    private static final TextNode MASK = TextNode.valueOf("**********");

    static DifferenceRepresentation of(TemplateDifference difference) {
        TemplateItem item = difference.item();
        TemplateReason why = difference.why();
        boolean secret = item.kind() == TemplateItem.Kind.REALM_ATTRIBUTE
                && SECRET.matcher(item.name()).matches();
        return new DifferenceRepresentation(
                item.kind().words(),
                item.fullName(),
                difference.action().name().toLowerCase(Locale.ROOT),
                told(difference.from(), secret),
                told(difference.to(), secret),
                why == null ? null : why.text(),
                why == null ? null : why.key(),
                why == null || why.params().isEmpty() ? null : why.params());
    }

    private static JsonNode told(Map<TemplateValue.Member, JsonNode> members, boolean secret) {
        return members.isEmpty() ? null : masked(TemplateValue.join(members), secret);
    }

    /** Configs of steps and mappers, and attributes, may hold secrets. */
    private static JsonNode masked(JsonNode node, boolean secret) {
        if (node instanceof ObjectNode object) {
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> told.set(
                            member.getKey(),
                            masked(
                                    member.getValue(),
                                    secret || SECRET.matcher(member.getKey()).matches())));
            return told;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode told = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> told.add(masked(item, secret)));
            return told;
        }
        return secret && !node.isBoolean() && !OF_SWITCHES.contains(node.asText()) ? MASK : node;
    }
}
