package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
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
        String why) {

    private static final Pattern SECRET =
            Pattern.compile(".*(secret|password|private\\.?key|api\\.?key).*", Pattern.CASE_INSENSITIVE);

    private static final TextNode MASK = TextNode.valueOf("**********");

    static DifferenceRepresentation of(TemplateDifference difference) {
        TemplateItem item = difference.item();
        boolean secret = item.kind() == TemplateItem.Kind.REALM_ATTRIBUTE
                && SECRET.matcher(item.name()).matches();
        return new DifferenceRepresentation(
                item.kind().words(),
                item.fullName(),
                difference.action().name().toLowerCase(Locale.ROOT),
                told(difference.from(), secret),
                told(difference.to(), secret),
                difference.why());
    }

    private static JsonNode told(Map<TemplateValue.Member, JsonNode> members, boolean secret) {
        if (members.isEmpty()) {
            return null;
        }
        return secret ? MASK : masked(TemplateValue.join(members).deepCopy());
    }

    /** Configs of steps and mappers may hold secrets. */
    private static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue().isTextual()
                        && SECRET.matcher(member.getKey()).matches()) {
                    member.setValue(MASK);
                } else {
                    masked(member.getValue());
                }
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(DifferenceRepresentation::masked);
        }
        return node;
    }
}
