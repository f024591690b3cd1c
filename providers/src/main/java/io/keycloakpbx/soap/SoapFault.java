package io.keycloakpbx.soap;

import java.util.Objects;
import javax.xml.namespace.QName;

/**
 * Why a message is not answered as asked.
 *
 * @param code whose fault it is
 * @param subcode what it is, in the words of the protocol in the message; null where the code says enough
 * @param text in words for the caller; nothing of the message is quoted
 */
public record SoapFault(Code code, QName subcode, String text) {

    /** Whose fault it is, in the words of SOAP 1.2; SOAP 1.1 says {@code Client} and {@code Server}. */
    public enum Code {
        SENDER("Sender", "Client"),
        RECEIVER("Receiver", "Server"),
        VERSION_MISMATCH("VersionMismatch", "VersionMismatch"),
        MUST_UNDERSTAND("MustUnderstand", "MustUnderstand");

        private final String soap12;
        private final String soap11;

        Code(String soap12, String soap11) {
            this.soap12 = soap12;
            this.soap11 = soap11;
        }

        /** The local name in a version. */
        public String name(SoapVersion version) {
            return version == SoapVersion.SOAP_12 ? soap12 : soap11;
        }
    }

    public SoapFault {
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
    }

    /** A fault of the sender. */
    public static SoapFault sender(QName subcode, String text) {
        return new SoapFault(Code.SENDER, subcode, text);
    }
}
