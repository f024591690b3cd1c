package io.keycloakpbx.soap;

import java.util.Optional;
import java.util.stream.Stream;

/** The versions of SOAP. A message is answered in its own. */
public enum SoapVersion {

    /** SOAP 1.1 (W3C Note of 2000). */
    SOAP_11("http://schemas.xmlsoap.org/soap/envelope/", "text/xml;charset=utf-8"),

    /** SOAP 1.2 (W3C Recommendation of 2007). */
    SOAP_12("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml;charset=utf-8");

    private final String namespace;
    private final String contentType;

    SoapVersion(String namespace, String contentType) {
        this.namespace = namespace;
        this.contentType = contentType;
    }

    /** The namespace of envelopes. */
    public String namespace() {
        return namespace;
    }

    /** The content type of answers. */
    public String contentType() {
        return contentType;
    }

    static Optional<SoapVersion> of(String namespace) {
        return Stream.of(values())
                .filter(version -> version.namespace.equals(namespace))
                .findFirst();
    }
}
