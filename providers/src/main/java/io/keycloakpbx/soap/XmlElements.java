package io.keycloakpbx.soap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** What elements of a document hold. */
public final class XmlElements {

    private XmlElements() {}

    /** The elements right below an element. */
    public static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    /** The elements of a name right below an element. */
    public static List<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream()
                .filter(child -> is(child, namespace, name))
                .toList();
    }

    /** The one element of a name right below an element; none where there is none or several. */
    public static Optional<Element> only(Element parent, String namespace, String name) {
        List<Element> children = children(parent, namespace, name);
        return children.size() == 1 ? Optional.of(children.get(0)) : Optional.empty();
    }

    /** Whether an element has a name. */
    public static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    /**
     * The text of an element; none where there is anything else, even a comment: parts of a text that are told apart by
     * comments are read by some as one text and by others as several.
     */
    public static Optional<String> text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Text part)) {
                return Optional.empty();
            }
            text.append(part.getData());
        }
        return Optional.of(text.toString());
    }

    /** The point in time that an element says ({@code xs:dateTime}, without a zone in UTC); none where it says none. */
    public static Optional<Instant> instant(Element element) {
        return text(element).map(String::strip).flatMap(XmlElements::instant);
    }

    /** The same of a text. */
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        }
    }
}
