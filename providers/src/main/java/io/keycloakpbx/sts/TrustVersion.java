package io.keycloakpbx.sts;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** The versions of WS-Trust. A request is answered in its own. */
enum TrustVersion {

    /** WS-Trust 1.3 (OASIS, 2007). */
    TRUST_13("http://docs.oasis-open.org/ws-sx/ws-trust/200512") {
        @Override
        String answerAction(Operation operation) {
            String collection = operation == Operation.ISSUE ? "/RSTRC/" : "/RSTR/";
            return namespace() + collection + operation.text() + "Final";
        }
    },

    /** WS-Trust of February 2005. */
    FEBRUARY_2005("http://schemas.xmlsoap.org/ws/2005/02/trust") {
        @Override
        String answerAction(Operation operation) {
            return namespace() + "/RSTR/" + operation.text();
        }
    };

    /** What is asked for. */
    enum Operation {
        ISSUE("Issue", null),
        RENEW("Renew", "RenewTarget"),
        VALIDATE("Validate", "ValidateTarget"),
        CANCEL("Cancel", "CancelTarget");

        private final String text;
        private final String target;

        Operation(String text, String target) {
            this.text = text;
            this.target = target;
        }

        /** Its name, the last part of its URI. */
        String text() {
            return text;
        }

        /** The element that holds the token that it is about, null for none. */
        String target() {
            return target;
        }
    }

    /** What February 2005 has no name for of its own, and both may be sent. */
    private static final String NO_PROOF_KEY = "http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey";

    private static final String BEARER_13 = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Bearer";

    private final String namespace;

    TrustVersion(String namespace) {
        this.namespace = namespace;
    }

    static Optional<TrustVersion> of(String namespace) {
        return Stream.of(values())
                .filter(version -> version.namespace.equals(namespace))
                .findFirst();
    }

    /** Its namespace, with which all its URIs begin. */
    String namespace() {
        return namespace;
    }

    /** The operation of a request type, which has to be of the same version. */
    Optional<Operation> operation(String requestType) {
        return Stream.of(Operation.values())
                .filter(operation -> requestType.equals(namespace + '/' + operation.text()))
                .findFirst();
    }

    /** The action of an answer (WS-Addressing). */
    abstract String answerAction(Operation operation);

    /** The type of token that is no token, but says whether one is valid. */
    String statusType() {
        return namespace + "/RSTR/Status";
    }

    /** Whether a key type is that of tokens without a key. */
    static boolean isBearer(String keyType) {
        return Set.of(BEARER_13, NO_PROOF_KEY).contains(keyType);
    }

    /** A fault code. */
    QName fault(String name) {
        return new QName(namespace, name, "wst");
    }
}
