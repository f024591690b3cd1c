package io.keycloakpbx.soap;

import java.util.Optional;
import org.w3c.dom.Element;

/**
 * What the header {@code Security} of a message holds (OASIS Web Services Security 1.1): a user name with a password, or a
 * token.
 *
 * @param usernameToken null where there is none
 * @param assertion a SAML 2.0 assertion as it was sent, not verified; null where there is none
 */
public record WsSecurity(UsernameToken usernameToken, Element assertion) {

    public static final String NAMESPACE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    public static final String UTILITY_NAMESPACE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

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

    /**
     * Reads the header of a message, if it has one.
     *
     * @throws SoapException {@code wsse:InvalidSecurity} for several headers or tokens of a kind or a malformed one;
     *     {@code wsse:UnsupportedSecurityToken} for passwords that are no text
     */
    public static Optional<WsSecurity> of(SoapMessage message) {
        throw new UnsupportedOperationException();
    }
}
