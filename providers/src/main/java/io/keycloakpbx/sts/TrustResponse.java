package io.keycloakpbx.sts;

import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.WsSecurity;
import java.time.Instant;
import javax.xml.XMLConstants;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the security token service answers (WS-Trust), in the version of the request. */
final class TrustResponse {

    /** WS-Policy as requests have it and answers repeat it. */
    static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";

    /** WS-Addressing, the same. */
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    private static final String SECURITY_11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
    private static final String SAML_ID = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID";

    private final TrustRequest request;
    private final Document document = SoapAnswer.document();

    private TrustResponse(TrustRequest request) {
        this.request = request;
    }

    /** A token, issued or renewed. */
    static Element token(TrustRequest request, SamlTokens.Issued issued) {
        TrustResponse response = new TrustResponse(request);
        Element one = response.response(request.tokenType() == null ? TrustRequest.SAML_20 : request.tokenType());
        response.token(one, issued);
        return response.whole(one);
    }

    /**
     * Whether a token is valid.
     *
     * @param reason why it is not, null where it is
     */
    static Element status(TrustRequest request, String reason) {
        TrustResponse response = new TrustResponse(request);
        Element one = response.response(request.version().statusType());
        Element status = response.add(one, "Status");
        response.add(status, "Code")
                .setTextContent(request.version().namespace() + "/status/" + (reason == null ? "valid" : "invalid"));
        if (reason != null) {
            response.add(status, "Reason").setTextContent(reason);
        }
        return response.whole(one);
    }

    /** A token is no longer valid from now on. */
    static Element cancelled(TrustRequest request) {
        TrustResponse response = new TrustResponse(request);
        Element one = response.response(null);
        response.add(one, "RequestedTokenCancelled");
        return response.whole(one);
    }

    private void token(Element one, SamlTokens.Issued issued) {
        Assertion says = issued.says();
        add(one, "RequestedSecurityToken").appendChild(document.importNode(issued.element(), true));
        Element appliesTo = add(one, POLICY, "wsp:AppliesTo");
        add(add(appliesTo, ADDRESSING, "wsa:EndpointReference"), ADDRESSING, "wsa:Address")
                .setTextContent(says.audience());
        reference(add(one, "RequestedAttachedReference"), says.id());
        reference(add(one, "RequestedUnattachedReference"), says.id());
        Element lifetime = add(one, "Lifetime");
        point(lifetime, "Created", says.issued());
        point(lifetime, "Expires", says.expires());
        Element renewing = add(one, "Renewing");
        renewing.setAttribute("Allow", "true");
        renewing.setAttribute("OK", "false");
    }

    private void reference(Element parent, String id) {
        Element reference = add(parent, WsSecurity.NAMESPACE, "wsse:SecurityTokenReference");
        reference.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:wsse11", SECURITY_11);
        reference.setAttributeNS(SECURITY_11, "wsse11:TokenType", TrustRequest.SAML_20);
        Element identifier = add(reference, WsSecurity.NAMESPACE, "wsse:KeyIdentifier");
        identifier.setAttribute("ValueType", SAML_ID);
        identifier.setTextContent(id);
    }

    private void point(Element lifetime, String name, Instant point) {
        add(lifetime, WsSecurity.UTILITY_NAMESPACE, "wsu:" + name).setTextContent(point.toString());
    }

    private Element response(String tokenType) {
        Element one = document.createElementNS(request.version().namespace(), "wst:RequestSecurityTokenResponse");
        if (request.context() != null) {
            one.setAttribute("Context", request.context());
        }
        if (tokenType != null) {
            add(one, "TokenType").setTextContent(tokenType);
        }
        return one;
    }

    /**
     * What the body of the answer has. Version 1.3 says so of issued tokens only, but clients of it (CXF, Windows Identity
     * Foundation) read all answers as collections.
     */
    private Element whole(Element one) {
        if (request.version() == TrustVersion.FEBRUARY_2005) {
            return one;
        }
        Element collection =
                document.createElementNS(request.version().namespace(), "wst:RequestSecurityTokenResponseCollection");
        collection.appendChild(one);
        return collection;
    }

    private Element add(Element parent, String name) {
        return add(parent, request.version().namespace(), "wst:" + name);
    }

    private Element add(Element parent, String namespace, String name) {
        return (Element) parent.appendChild(document.createElementNS(namespace, name));
    }
}
