package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.keycloakpbx.http.XmlText;
import io.keycloakpbx.soap.XmlElements;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.w3c.dom.Element;

/**
 * Structures as XML. Members are read in any order and whatever their namespace; what the structure does not have is ignored,
 * {@code xsi:nil} is as if it were not there. A value that is none of its type is left as it was sent, for who reads it then to
 * refuse.
 */
final class ShapeXml {

    private static final Pattern INT = Pattern.compile("[+-]?\\d{1,18}");

    private ShapeXml() {}

    /** The children of an element that are called so. */
    static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .toList();
    }

    private static List<Element> children(Element parent) {
        return XmlElements.children(parent).stream()
                .filter(child -> !isNil(child))
                .toList();
    }

    private static boolean isNil(Element element) {
        String nil = element.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil")
                .strip();
        return nil.equals("true") || nil.equals("1");
    }

    /** The members of an element, with the types of JSON; points in time are texts of ISO 8601, in UTC. */
    static ObjectNode read(Shape shape, Element element) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Shape.Member member : shape.members()) {
            List<Element> sent = children(element, member.name());
            if (sent.isEmpty()) {
                continue;
            }
            if (member.list()) {
                ArrayNode items = members.putArray(member.name());
                sent.forEach(list -> items(member, list).forEach(item -> items.add(value(member, item))));
            } else if (sent.size() == 1) {
                members.set(member.name(), value(member, sent.get(0)));
            } else {
                // Which of them is meant nobody knows: a list is no value.
                sent.forEach(value -> members.withArray(member.name()).add(value(member, value)));
            }
        }
        return members;
    }

    /** The items in the element of a list, or the element itself, where a list is sent without one of its own. */
    private static List<Element> items(Shape.Member member, Element list) {
        List<Element> items = children(list, member.shape().name());
        return items.isEmpty() && !children(list).isEmpty() ? List.of(list) : items;
    }

    private static JsonNode value(Shape.Member member, Element element) {
        if (member.type() == Shape.Type.SHAPE) {
            return read(member.shape(), element);
        }
        if (!children(element).isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        String text = element.getTextContent();
        return switch (member.type()) {
            case INT ->
                INT.matcher(text.strip()).matches()
                        ? LongNode.valueOf(Long.parseLong(text.strip()))
                        : TextNode.valueOf(text);
            case BOOLEAN ->
                Set.of("true", "1").contains(text.strip())
                        ? BooleanNode.TRUE
                        : Set.of("false", "0").contains(text.strip()) ? BooleanNode.FALSE : TextNode.valueOf(text);
            case DATE_TIME -> Moments.node(TextNode.valueOf(text));
            default -> TextNode.valueOf(text);
        };
    }

    /** Writes members into an element, in the order of the structure; those that are null are left out. */
    static void write(Shape shape, ObjectNode members, Element into) {
        for (Shape.Member member : shape.members()) {
            JsonNode value = members.get(member.name());
            if (value == null || value.isNull()) {
                continue;
            }
            Element element = append(into, member.name());
            if (member.list()) {
                value.forEach(item -> write(
                        member.shape(),
                        (ObjectNode) item,
                        append(element, member.shape().name())));
            } else if (member.type() == Shape.Type.SHAPE) {
                write(member.shape(), (ObjectNode) value, element);
            } else {
                element.setTextContent(XmlText.characters(text(value)));
            }
        }
    }

    static Element append(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(ServiceXml.NAMESPACE, name);
        parent.appendChild(child);
        return child;
    }

    private static String text(JsonNode value) {
        return value instanceof POJONode moment ? Moments.iso((Instant) moment.getPojo()) : value.asText();
    }
}
