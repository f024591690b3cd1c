package io.keycloakpbx.soap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** WS-Addressing, as far as answers have it: who asks with a message id is told what is answered. */
enum Addressing {

    /** The W3C Recommendation of 2006. */
    RECOMMENDATION("http://www.w3.org/2005/08/addressing", "http://www.w3.org/2005/08/addressing/soap/fault"),

    /** The submission of 2004, which WS-Trust of 2005 goes with. */
    SUBMISSION(
            "http://schemas.xmlsoap.org/ws/2004/08/addressing",
            "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault");

    private static final int MAX_ID_LENGTH = 1024;

    private final String namespace;
    private final String faultAction;

    Addressing(String namespace, String faultAction) {
        this.namespace = namespace;
        this.faultAction = faultAction;
    }

    static boolean isOne(String namespace) {
        return Stream.of(values()).anyMatch(addressing -> addressing.namespace.equals(namespace));
    }

    /**
     * The headers of an answer, none where the message has no id.
     *
     * @param action what the answer is, null for a fault
     */
    static List<Element> headers(Document answer, SoapMessage asked, String action) {
        for (Addressing addressing : values()) {
            Optional<String> id = asked.header(addressing.namespace, "MessageID")
                    .flatMap(XmlElements::text)
                    .filter(text -> text.length() <= MAX_ID_LENGTH);
            if (id.isPresent()) {
                List<Element> headers = new ArrayList<>();
                headers.add(addressing.header(answer, "Action", action == null ? addressing.faultAction : action));
                headers.add(addressing.header(answer, "RelatesTo", id.get()));
                return headers;
            }
        }
        return List.of();
    }

    private Element header(Document answer, String name, String text) {
        Element header = answer.createElementNS(namespace, "wsa:" + name);
        header.setTextContent(text);
        return header;
    }
}
