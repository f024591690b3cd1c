package io.keycloakpbx.sts;

import io.keycloakpbx.http.XmlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of the security token service: WSDL 1.1 with WS-Policy. */
final class TrustWsdl {

    private static final String DOCUMENT = "SecurityTokenService.wsdl";
    private static final String ADDRESS = "@address@";

    /** What only an address with TLS is said to have: clients refuse others where it is. */
    private static final String TRANSPORT_BEGIN = "<!-- tls -->";

    private static final String TRANSPORT_END = "<!-- /tls -->";

    private static final String TEXT = read();

    private TrustWsdl() {}

    /** The document for the service at an address. */
    static String of(String address) {
        String text = TEXT;
        if (!address.startsWith("https:")) {
            while (text.contains(TRANSPORT_BEGIN)) {
                int end = text.indexOf(TRANSPORT_END) + TRANSPORT_END.length();
                text = text.substring(0, text.indexOf(TRANSPORT_BEGIN)) + text.substring(end);
            }
        }
        return text.replace(TRANSPORT_BEGIN, "")
                .replace(TRANSPORT_END, "")
                .replace(
                        ADDRESS,
                        XmlText.characters(address)
                                .replace("&", "&amp;")
                                .replace("<", "&lt;")
                                .replace("\"", "&quot;"));
    }

    private static String read() {
        try (InputStream in = TrustWsdl.class.getResourceAsStream(DOCUMENT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
