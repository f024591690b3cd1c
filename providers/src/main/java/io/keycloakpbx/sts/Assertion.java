package io.keycloakpbx.sts;

import io.keycloakpbx.http.XmlText;
import io.keycloakpbx.soap.WsSecurity;
import io.keycloakpbx.soap.XmlElements;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What a SAML 2.0 assertion of ours says (OASIS SAML 2.0 core).
 *
 * @param id its ID
 * @param issuer the realm's issuer, as in JSON web tokens
 * @param issued when it was issued, to the second
 * @param expires when it is no longer valid
 * @param audience the URI of the relying party
 * @param username the name of the realm, a backslash, the user name
 * @param signedIn when the user signed in
 * @param sessionId the id of the user session
 * @param environment the environment
 * @param clientId the client id of the relying party
 * @param permissions the names of the permissions in the environment
 * @param actor who acts for the user, as {@code username}; null where nobody does
 */
record Assertion(
        String id,
        String issuer,
        Instant issued,
        Instant expires,
        String audience,
        String username,
        Instant signedIn,
        String sessionId,
        String environment,
        String clientId,
        List<String> permissions,
        String actor) {

    /** By how much the clocks of those who are shown an assertion may be behind, in seconds. */
    static final int SKEW = 60;

    static final String ISSUER = "Issuer";

    private static final String NAMESPACE = WsSecurity.SAML_NAMESPACE;
    private static final String VERSION = "2.0";
    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final String DOMAIN_QUALIFIED =
            "urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName";
    private static final String PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
    private static final String BASIC = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

    private static final String ENVIRONMENT = "Environment";
    private static final String USERNAME = "Username";
    private static final String PERMISSIONS = "Permissions";
    private static final String CLIENT_ID = "ClientID";
    private static final String ACTOR = "Actor";

    Assertion {
        permissions = List.copyOf(permissions);
    }

    /** Writes it as the root of a document. It is not signed yet. */
    Element write(Document document) {
        Element root = document.createElementNS(NAMESPACE, "saml:Assertion");
        root.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:saml", NAMESPACE);
        root.setAttribute("ID", id);
        root.setAttribute("IssueInstant", issued.toString());
        root.setAttribute("Version", VERSION);
        document.appendChild(root);
        add(root, ISSUER, issuer);
        Element subject = add(root, "Subject");
        add(subject, "NameID", username).setAttribute("Format", DOMAIN_QUALIFIED);
        add(subject, "SubjectConfirmation").setAttribute("Method", BEARER);
        Element conditions = add(root, "Conditions");
        conditions.setAttribute("NotBefore", issued.minusSeconds(SKEW).toString());
        conditions.setAttribute("NotOnOrAfter", expires.toString());
        add(add(conditions, "AudienceRestriction"), "Audience", audience);
        Element authentication = add(root, "AuthnStatement");
        authentication.setAttribute("AuthnInstant", signedIn.toString());
        authentication.setAttribute("SessionIndex", sessionId);
        add(add(authentication, "AuthnContext"), "AuthnContextClassRef", PASSWORD);
        Element attributes = add(root, "AttributeStatement");
        attribute(attributes, ENVIRONMENT, List.of(environment));
        attribute(attributes, USERNAME, List.of(username));
        if (!permissions.isEmpty()) {
            attribute(attributes, PERMISSIONS, permissions);
        }
        attribute(attributes, CLIENT_ID, List.of(clientId));
        if (actor != null) {
            attribute(attributes, ACTOR, List.of(actor));
        }
        return root;
    }

    /** Reads one whose signature was verified; none where it has not the form that ours have. */
    static Optional<Assertion> read(Element root) {
        try {
            Element conditions = only(root, "Conditions");
            Element statement = only(root, "AuthnStatement");
            Element attributes = only(root, "AttributeStatement");
            return Optional.of(new Assertion(
                    root.getAttribute("ID"),
                    text(only(root, ISSUER)),
                    instant(root, "IssueInstant"),
                    instant(conditions, "NotOnOrAfter"),
                    text(only(only(conditions, "AudienceRestriction"), "Audience")),
                    text(only(only(root, "Subject"), "NameID")),
                    instant(statement, "AuthnInstant"),
                    statement.getAttribute("SessionIndex"),
                    value(attributes, ENVIRONMENT),
                    value(attributes, CLIENT_ID),
                    values(attributes, PERMISSIONS),
                    values(attributes, ACTOR).stream().findFirst().orElse(null)));
        } catch (OtherFormException e) {
            return Optional.empty();
        }
    }

    private static Element add(Element parent, String name) {
        return (Element) parent.appendChild(parent.getOwnerDocument().createElementNS(NAMESPACE, "saml:" + name));
    }

    private static Element add(Element parent, String name, String text) {
        Element element = add(parent, name);
        element.setTextContent(XmlText.characters(text));
        return element;
    }

    private static void attribute(Element statement, String name, List<String> values) {
        Element attribute = add(statement, "Attribute");
        attribute.setAttribute("Name", name);
        attribute.setAttribute("NameFormat", BASIC);
        values.forEach(value -> add(attribute, "AttributeValue", value));
    }

    private static Element only(Element parent, String name) {
        return XmlElements.only(parent, NAMESPACE, name).orElseThrow(OtherFormException::new);
    }

    private static String text(Element element) {
        return XmlElements.text(element).orElseThrow(OtherFormException::new);
    }

    private static Instant instant(Element element, String attribute) {
        return XmlElements.instant(element.getAttribute(attribute)).orElseThrow(OtherFormException::new);
    }

    private static String value(Element statement, String name) {
        List<String> values = values(statement, name);
        if (values.size() != 1) {
            throw new OtherFormException();
        }
        return values.get(0);
    }

    private static List<String> values(Element statement, String name) {
        List<Element> attributes = XmlElements.children(statement, NAMESPACE, "Attribute").stream()
                .filter(attribute -> attribute.getAttribute("Name").equals(name))
                .toList();
        if (attributes.size() > 1) {
            throw new OtherFormException();
        }
        return attributes.stream()
                .flatMap(attribute -> XmlElements.children(attribute, NAMESPACE, "AttributeValue").stream())
                .map(Assertion::text)
                .toList();
    }

    /** Ends reading; it does not leave this class. */
    private static final class OtherFormException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherFormException() {
            super(null, null, false, false);
        }
    }
}
