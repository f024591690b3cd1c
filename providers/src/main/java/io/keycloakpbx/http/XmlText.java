package io.keycloakpbx.http;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Text as XML documents hold it: XML has no way to write some characters, not even escaped. */
public final class XmlText {

    private static final char NO_CHARACTER = '\uFFFD';

    private XmlText() {}

    /** A text with a mark (U+FFFD) in the place of each character that XML cannot hold. */
    public static String characters(String text) {
        StringBuilder written = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= ' ' && c != 0xFFFE && c != 0xFFFF && Character.getType(c) != Character.SURROGATE
                                || c == '\t'
                                || c == '\n'
                                || c == '\r'
                        ? c
                        : NO_CHARACTER)
                .forEach(written::appendCodePoint);
        return written.toString();
    }

    /** Writes a text as the content of the element that has been begun. */
    public static void write(XMLStreamWriter writer, String text) throws XMLStreamException {
        String[] lines = characters(text).split("\r", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                // Readers take a bare one for a line feed.
                writer.writeEntityRef("#13");
            }
            writer.writeCharacters(lines[i]);
        }
    }
}
