package io.keycloakpbx.soap;

import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A SOAP message that was sent. It has no document type, and is bounded in size and depth.
 *
 * @param version which SOAP it is
 * @param document the whole, with namespaces
 * @param header null where there is none
 * @param content the one element in its body
 */
public record SoapMessage(SoapVersion version, Document document, Element header, Element content) {

    /** The largest message that is read, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    /** How deep elements may be nested. */
    public static final int MAX_DEPTH = 64;

    /**
     * Reads a message.
     *
     * @throws SoapException where the body of the request is none: malformed, too large, of another version
     */
    public static SoapMessage read(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** The one child of the header of a name; none where there is none or several. */
    public Optional<Element> header(String namespace, String name) {
        throw new UnsupportedOperationException();
    }
}
