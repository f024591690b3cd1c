package io.keycloakpbx.soap;

import jakarta.ws.rs.core.Response;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Answers to SOAP messages. No cache keeps them. */
public final class SoapAnswer {

    /** Faults are sent with 500, as WCF does: other clients show a status of 400 and hide the fault. */
    public static final int FAULT = 500;

    private SoapAnswer() {}

    /** An empty document for what is to be the content of an answer, made by the JDK's own parser. */
    public static Document document() {
        throw new UnsupportedOperationException();
    }

    /**
     * An answer.
     *
     * @param content what its body has
     */
    public static Response of(SoapVersion version, Element content) {
        throw new UnsupportedOperationException();
    }

    /** A fault. What the request has changed is not kept by this: the caller decides. */
    public static Response of(SoapVersion version, SoapFault fault) {
        throw new UnsupportedOperationException();
    }
}
