package io.keycloakpbx.soap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.keycloak.common.util.Time;
import org.w3c.dom.Element;

/**
 * What the header {@code Security} of a message holds (OASIS Web Services Security 1.1): a user name with a password, or a
 * token.
 *
 * @param usernameToken null where there is none
 * @param assertion a SAML 2.0 assertion as it was sent, not verified; null where there is none
 */
public record WsSecurity(UsernameToken usernameToken, Element assertion) {

    /** The namespace of {@code Security} itself, and of its fault codes. */
    public static final String NAMESPACE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    /** The namespace of time stamps. */
    public static final String UTILITY_NAMESPACE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    /** The namespace of SAML 2.0 assertions. */
    public static final String SAML_NAMESPACE = "urn:oasis:names:tc:SAML:2.0:assertion";

    /** The longest user name and the longest password that are read, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** By how much the clock of a client may be wrong. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final String PASSWORD_TEXT =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";

    /**
     * User name and password, as text.
     *
     * @param username of 1 to 1,024 characters
     * @param password of 1 to 1,024 characters
     */
    public record UsernameToken(String username, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "UsernameToken[]";
        }
    }

    /** Without what it holds. */
    @Override
    public String toString() {
        return "WsSecurity[]";
    }

    /**
     * Reads the header of a message, if it has one.
     *
     * @throws SoapException {@code wsse:InvalidSecurity} for several headers or tokens of a kind, for a malformed one, and for
     *     a time stamp that is over or to come by more than five minutes; {@code wsse:UnsupportedSecurityToken} for passwords
     *     that are no text and for other tokens
     */
    public static Optional<WsSecurity> of(SoapMessage message) {
        List<Element> headers =
                message.header() == null ? List.of() : XmlElements.children(message.header(), NAMESPACE, "Security");
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw invalid(message, "The message has more than one Security header.");
        }
        Element username = null;
        Element assertion = null;
        boolean stamped = false;
        for (Element token : XmlElements.children(headers.get(0))) {
            if (XmlElements.is(token, NAMESPACE, "UsernameToken") && username == null) {
                username = token;
            } else if (XmlElements.is(token, SAML_NAMESPACE, "Assertion") && assertion == null) {
                assertion = token;
            } else if (XmlElements.is(token, UTILITY_NAMESPACE, "Timestamp") && !stamped) {
                stamped = true;
                checkTime(message, token);
            } else if (XmlElements.is(token, NAMESPACE, "UsernameToken")
                    || XmlElements.is(token, SAML_NAMESPACE, "Assertion")
                    || XmlElements.is(token, UTILITY_NAMESPACE, "Timestamp")) {
                throw invalid(message, "The Security header has more than one " + token.getLocalName() + ".");
            } else {
                throw unsupported(
                        message, "Only user names with passwords, SAML 2.0 assertions and time stamps are taken.");
            }
        }
        return Optional.of(new WsSecurity(username == null ? null : usernameToken(message, username), assertion));
    }

    private static UsernameToken usernameToken(SoapMessage message, Element token) {
        Optional<Element> password = XmlElements.only(token, NAMESPACE, "Password");
        if (password.map(element -> element.getAttribute("Type").strip())
                .filter(type -> !type.isEmpty() && !type.equals(PASSWORD_TEXT))
                .isPresent()) {
            throw unsupported(message, "Only passwords as text are taken, over TLS.");
        }
        return new UsernameToken(
                XmlElements.only(token, NAMESPACE, "Username")
                        .flatMap(WsSecurity::bounded)
                        .orElseThrow(() -> malformed(message)),
                password.flatMap(WsSecurity::bounded).orElseThrow(() -> malformed(message)));
    }

    private static Optional<String> bounded(Element element) {
        return XmlElements.text(element).filter(text -> !text.isEmpty() && text.length() <= MAX_LENGTH);
    }

    private static void checkTime(SoapMessage message, Element stamp) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        for (Element point : XmlElements.children(stamp)) {
            Instant said = XmlElements.instant(point)
                    .orElseThrow(() -> invalid(message, "The Timestamp of the message is malformed."));
            boolean over = XmlElements.is(point, UTILITY_NAMESPACE, "Expires") && said.isBefore(now.minus(SKEW));
            boolean toCome = XmlElements.is(point, UTILITY_NAMESPACE, "Created") && said.isAfter(now.plus(SKEW));
            if (over || toCome) {
                throw invalid(message, "The message has expired or is of a time to come: check the clock.");
            }
        }
    }

    private static SoapException malformed(SoapMessage message) {
        return invalid(
                message,
                "A UsernameToken has one Username and one Password of 1 to " + MAX_LENGTH + " characters each.");
    }

    private static SoapException invalid(SoapMessage message, String text) {
        return refused(message, "InvalidSecurity", text);
    }

    private static SoapException unsupported(SoapMessage message, String text) {
        return refused(message, "UnsupportedSecurityToken", text);
    }

    private static SoapException refused(SoapMessage message, String code, String text) {
        return new SoapException(message.version(), SoapFault.sender(new QName(NAMESPACE, code, "wsse"), text));
    }
}
