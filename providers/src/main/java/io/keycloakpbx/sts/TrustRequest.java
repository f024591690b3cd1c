package io.keycloakpbx.sts;

import io.keycloakpbx.soap.SoapException;
import io.keycloakpbx.soap.SoapFault;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.WsSecurity;
import io.keycloakpbx.soap.XmlElements;
import io.keycloakpbx.sts.TrustVersion.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.w3c.dom.Element;

/**
 * What is asked of the security token service (WS-Trust). What is asked for besides and changes nothing is left unread, as the
 * size of a key that there is not.
 *
 * @param version which WS-Trust it is
 * @param operation what is to be done
 * @param context what the answer has to repeat, null for nothing
 * @param tokenType the type of token as it was asked for, null where it was not
 * @param appliesTo what the token is to be for, null where that was not said
 * @param target the token that it is about, null for an issue
 * @param seconds how long the token is to live, 0 for as long as possible
 */
record TrustRequest(
        TrustVersion version,
        Operation operation,
        String context,
        String tokenType,
        String appliesTo,
        Element target,
        int seconds) {

    /** The type of token that is issued, by its name in SOAP messages. */
    static final String SAML_20 = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0";

    /** The same by its namespace. */
    private static final Set<String> TOKEN_TYPES = Set.of(SAML_20, WsSecurity.SAML_NAMESPACE);

    private static final Set<String> POLICY_NAMESPACES = Set.of(
            TrustResponse.POLICY,
            "http://schemas.xmlsoap.org/ws/2002/12/policy",
            "http://www.w3.org/2006/07/ws-policy",
            "http://www.w3.org/ns/ws-policy");

    private static final Set<String> ADDRESSING_NAMESPACES = Set.of(
            TrustResponse.ADDRESSING,
            "http://schemas.xmlsoap.org/ws/2004/08/addressing",
            "http://schemas.xmlsoap.org/ws/2004/03/addressing");

    /** What would make the token another one than that which is issued. */
    private static final Set<String> NOT_TAKEN =
            Set.of("OnBehalfOf", "ActAs", "UseKey", "DelegateTo", "Encryption", "ProofEncryption", "Participants");

    private static final String SAML_ID = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID";
    private static final int MAX_LENGTH = 1024;
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Without the token. */
    @Override
    public String toString() {
        return "TrustRequest[" + version + ", " + operation + "]";
    }

    /**
     * Reads what a message asks for.
     *
     * @throws SoapException {@code wst:InvalidRequest} for what is malformed or not offered, {@code wst:InvalidTimeRange} for a
     *     life that cannot be
     */
    static TrustRequest read(SoapMessage message, WsSecurity security) {
        Element content = message.content();
        TrustVersion version = TrustVersion.of(Objects.requireNonNullElse(content.getNamespaceURI(), ""))
                .filter(known -> content.getLocalName().equals("RequestSecurityToken"))
                .orElseThrow(() -> invalid(
                        TrustVersion.TRUST_13,
                        "The message must hold a RequestSecurityToken of WS-Trust 1.3 or of February 2005."));
        Operation operation = only(version, content, "RequestType")
                .flatMap(XmlElements::text)
                .flatMap(type -> version.operation(type.strip()))
                .orElseThrow(() -> invalid(
                        version,
                        "RequestType must be Issue, Renew, Validate or Cancel of the WS-Trust of the request."));
        XmlElements.children(content).stream()
                .filter(child -> NOT_TAKEN.contains(child.getLocalName()))
                .findFirst()
                .ifPresent(child -> {
                    throw invalid(version, child.getLocalName() + " is not taken.");
                });
        String context = content.getAttribute("Context");
        if (context.length() > MAX_LENGTH) {
            throw invalid(version, "Context must have at most " + MAX_LENGTH + " characters.");
        }
        if (text(version, content, "KeyType")
                .filter(type -> !TrustVersion.isBearer(type))
                .isPresent()) {
            throw invalid(version, "KeyType must be Bearer: the tokens have no key of their own.");
        }
        return new TrustRequest(
                version,
                operation,
                context.isEmpty() ? null : context,
                tokenType(version, operation, content),
                appliesTo(version, content).orElse(null),
                target(version, operation, content, security),
                seconds(version, content));
    }

    /** A fault of this request's version. */
    SoapException fault(String code, String text) {
        return new SoapException(SoapFault.sender(version.fault(code), text));
    }

    private static String tokenType(TrustVersion version, Operation operation, Element content) {
        String type = text(version, content, "TokenType").orElse(null);
        boolean status = operation == Operation.VALIDATE && version.statusType().equals(type);
        if (type != null && !TOKEN_TYPES.contains(type) && !status) {
            throw invalid(version, "TokenType must be SAML 2.0: " + SAML_20 + ".");
        }
        return type;
    }

    private static int seconds(TrustVersion version, Element content) {
        Optional<Element> lifetime = only(version, content, "Lifetime");
        if (lifetime.isEmpty()) {
            return 0;
        }
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        // From the client's clock where that may be it; what began before has passed in part.
        Instant from = point(version, lifetime.get(), "Created")
                .filter(created -> created.isAfter(now.minus(SKEW)))
                .orElse(now);
        Optional<Instant> until = point(version, lifetime.get(), "Expires");
        if (until.isEmpty()) {
            return 0;
        }
        long seconds = Duration.between(from, until.get()).toSeconds();
        if (from.isAfter(now.plus(SKEW)) || seconds < 1) {
            throw new SoapException(SoapFault.sender(
                    version.fault("InvalidTimeRange"), "Lifetime must begin now, and end at least a second later."));
        }
        return (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    private static Optional<Instant> point(TrustVersion version, Element lifetime, String name) {
        List<Element> points = XmlElements.children(lifetime, WsSecurity.UTILITY_NAMESPACE, name);
        if (points.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Optional.of(points)
                .filter(found -> found.size() == 1)
                .flatMap(found -> XmlElements.instant(found.get(0)))
                .orElseThrow(() -> invalid(version, "Lifetime must say one Created and one Expires, as xs:dateTime.")));
    }

    private static Optional<String> appliesTo(TrustVersion version, Element content) {
        List<Element> found = XmlElements.children(content).stream()
                .filter(child -> "AppliesTo".equals(child.getLocalName())
                        && POLICY_NAMESPACES.contains(Objects.requireNonNullElse(child.getNamespaceURI(), "")))
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Optional.of(found)
                .filter(elements -> elements.size() == 1)
                .flatMap(elements -> addressed(elements.get(0), "EndpointReference"))
                .flatMap(reference -> addressed(reference, "Address"))
                .flatMap(XmlElements::text)
                .map(String::strip)
                .filter(address -> !address.isEmpty() && address.length() <= MAX_LENGTH)
                .orElseThrow(() -> invalid(version, "AppliesTo must be one EndpointReference with one Address.")));
    }

    private static Optional<Element> addressed(Element parent, String name) {
        return Optional.of(XmlElements.children(parent).stream()
                        .filter(child -> name.equals(child.getLocalName())
                                && ADDRESSING_NAMESPACES.contains(
                                        Objects.requireNonNullElse(child.getNamespaceURI(), "")))
                        .toList())
                .filter(children -> children.size() == 1)
                .map(children -> children.get(0));
    }

    private static Element target(TrustVersion version, Operation operation, Element content, WsSecurity security) {
        if (operation.target() == null) {
            return null;
        }
        return only(version, content, operation.target())
                .map(XmlElements::children)
                .filter(children -> children.size() == 1)
                .flatMap(children -> assertion(children.get(0), security))
                .orElseThrow(() -> invalid(
                        version,
                        operation.target()
                                + " must be a SAML 2.0 assertion, or a reference to the one in the Security header."));
    }

    private static Optional<Element> assertion(Element token, WsSecurity security) {
        if (XmlElements.is(token, WsSecurity.SAML_NAMESPACE, "Assertion")) {
            return Optional.of(token);
        }
        if (security == null
                || security.assertion() == null
                || !XmlElements.is(token, WsSecurity.NAMESPACE, "SecurityTokenReference")) {
            return Optional.empty();
        }
        return XmlElements.only(token, WsSecurity.NAMESPACE, "KeyIdentifier")
                .filter(identifier -> identifier.getAttribute("ValueType").equals(SAML_ID))
                .flatMap(XmlElements::text)
                .filter(id -> id.strip().equals(security.assertion().getAttribute("ID")))
                .map(id -> security.assertion());
    }

    private static Optional<String> text(TrustVersion version, Element content, String name) {
        return only(version, content, name)
                .map(element -> XmlElements.text(element)
                        .map(String::strip)
                        .orElseThrow(() -> invalid(version, name + " must be text.")))
                .filter(text -> !text.isEmpty());
    }

    /** The one element of a name, if there is one. */
    private static Optional<Element> only(TrustVersion version, Element content, String name) {
        List<Element> found = XmlElements.children(content, version.namespace(), name);
        if (found.size() > 1) {
            throw invalid(version, "The request has more than one " + name + ".");
        }
        return found.stream().findFirst();
    }

    private static SoapException invalid(TrustVersion version, String text) {
        return new SoapException(SoapFault.sender(version.fault("InvalidRequest"), text));
    }
}
