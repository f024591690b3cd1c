package io.keycloakpbx.soap;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of SOAP. A message is answered in its own. */
public enum SoapVersion {

    /** SOAP 1.1 (W3C Note of 2000). */
    SOAP_11("http://schemas.xmlsoap.org/soap/envelope/", "soap", "text/xml"),

    /** SOAP 1.2 (W3C Recommendation of 2007). */
    SOAP_12("http://www.w3.org/2003/05/soap-envelope", "env", "application/soap+xml");

    private final String namespace;
    private final String prefix;
    private final String mediaType;

    SoapVersion(String namespace, String prefix, String mediaType) {
        this.namespace = namespace;
        this.prefix = prefix;
        this.mediaType = mediaType;
    }

    /** The namespace of envelopes. */
    public String namespace() {
        return namespace;
    }

    /** The content type of answers. */
    public String contentType() {
        return mediaType + ";charset=utf-8";
    }

    /** The version of messages of a content type, 1.2 where that tells nothing; for messages that do not tell it themselves. */
    public static SoapVersion ofContentType(String contentType) {
        return contentType != null
                        && contentType.strip().toLowerCase(Locale.ROOT).startsWith(SOAP_11.mediaType)
                ? SOAP_11
                : SOAP_12;
    }

    /** The prefix of SOAP's own names in answers. */
    String prefix() {
        return prefix;
    }

    /** A name of SOAP's own, with the prefix that answers have. */
    String qualified(String name) {
        return prefix + ':' + name;
    }

    static Optional<SoapVersion> of(String namespace) {
        return Stream.of(values())
                .filter(version -> version.namespace.equals(namespace))
                .findFirst();
    }
}
