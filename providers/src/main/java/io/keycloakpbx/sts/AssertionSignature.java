package io.keycloakpbx.sts;

import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.WsSecurity;
import io.keycloakpbx.soap.XmlElements;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import org.keycloak.rotation.HardcodedKeyLocator;
import org.keycloak.saml.processing.core.util.XMLSignatureUtil;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * The XML signature of an assertion (W3C XML Signature, SAML 2.0 core section 5): RSA with SHA-256, of the assertion itself.
 * Signatures of any other form are not ours and are refused before anything is calculated.
 */
final class AssertionSignature {

    private static final String NAMESPACE = XMLSignature.XMLNS;
    private static final String ID = "ID";

    private AssertionSignature() {}

    /**
     * Signs an assertion.
     *
     * @param root the assertion, the root of its document
     * @param keyId the id of the key
     * @param certificate of the key; may be null
     */
    static void sign(Element root, String keyId, KeyPair keys, X509Certificate certificate) {
        root.setIdAttribute(ID, true);
        Node afterIssuer = XmlElements.only(root, WsSecurity.SAML_NAMESPACE, Assertion.ISSUER)
                .map(Node::getNextSibling)
                .orElseThrow();
        try {
            XMLSignatureUtil.sign(
                    root,
                    afterIssuer,
                    keyId,
                    keys,
                    DigestMethod.SHA256,
                    SignatureMethod.RSA_SHA256,
                    '#' + root.getAttribute(ID),
                    certificate,
                    CanonicalizationMethod.EXCLUSIVE);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The assertion if its signature is valid, in a document of its own, where nothing is but what was signed and the signature.
     *
     * @param sent as it was sent, somewhere in a document
     * @param keys finds the key of an id, null where there is none
     */
    static Optional<Element> verified(Element sent, Function<String, PublicKey> keys) {
        Element root = alone(sent);
        return XmlElements.only(root, NAMESPACE, "Signature")
                .filter(signature -> hasOneId(root) && hasOurForm(signature, root.getAttribute(ID)))
                .filter(signature -> keyId(signature)
                        .map(keys)
                        .filter(key -> isValid(signature, key, root))
                        .isPresent())
                .map(signature -> root);
    }

    /** A copy as the root of a document, with the namespaces that it has from elements around it. */
    private static Element alone(Element sent) {
        Document document = SoapAnswer.document();
        Element root = (Element) document.importNode(sent, true);
        document.appendChild(root);
        for (Node around = sent.getParentNode(); around instanceof Element; around = around.getParentNode()) {
            NamedNodeMap attributes = around.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Node attribute = attributes.item(i);
                if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())
                        && !root.hasAttribute(attribute.getNodeName())) {
                    root.setAttributeNS(
                            XMLConstants.XMLNS_ATTRIBUTE_NS_URI, attribute.getNodeName(), attribute.getNodeValue());
                }
            }
        }
        return root;
    }

    /** Whether the root has an id and nothing else has the same: a reference could mean the other. */
    private static boolean hasOneId(Element root) {
        String id = root.getAttribute(ID);
        if (id.isEmpty()) {
            return false;
        }
        int found = 0;
        Node node = root;
        while (node != null) {
            if (node instanceof Element element) {
                found += idsOf(element, id);
            }
            node = next(node, root);
        }
        return found == 1;
    }

    private static int idsOf(Element element, String id) {
        NamedNodeMap attributes = element.getAttributes();
        int found = 0;
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            if (ID.equalsIgnoreCase(attribute.getLocalName())
                    && attribute.getValue().equals(id)) {
                found++;
            }
        }
        return found;
    }

    /** The next node in document order. */
    private static Node next(Node node, Node root) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != root && at.getNextSibling() == null) {
            at = at.getParentNode();
        }
        return at == root ? null : at.getNextSibling();
    }

    /** Whether a signature signs the element of an id, the whole of it, as ours do. */
    private static boolean hasOurForm(Element signature, String id) {
        List<Element> parts = XmlElements.children(signature);
        if (parts.size() != 3
                || !XmlElements.is(parts.get(0), NAMESPACE, "SignedInfo")
                || !XmlElements.is(parts.get(1), NAMESPACE, "SignatureValue")
                || !XmlElements.is(parts.get(2), NAMESPACE, "KeyInfo")) {
            return false;
        }
        List<Element> info = XmlElements.children(parts.get(0));
        if (info.size() != 3
                || !isMethod(info.get(0), "CanonicalizationMethod", CanonicalizationMethod.EXCLUSIVE)
                || !isMethod(info.get(1), "SignatureMethod", SignatureMethod.RSA_SHA256)
                || !XmlElements.is(info.get(2), NAMESPACE, "Reference")
                || !info.get(2).getAttribute("URI").equals('#' + id)) {
            return false;
        }
        List<Element> reference = XmlElements.children(info.get(2));
        if (reference.size() != 3
                || !XmlElements.is(reference.get(0), NAMESPACE, "Transforms")
                || !isMethod(reference.get(1), "DigestMethod", DigestMethod.SHA256)
                || !XmlElements.is(reference.get(2), NAMESPACE, "DigestValue")) {
            return false;
        }
        List<Element> transforms = XmlElements.children(reference.get(0));
        return transforms.size() == 2
                && isMethod(transforms.get(0), "Transform", Transform.ENVELOPED)
                && isMethod(transforms.get(1), "Transform", CanonicalizationMethod.EXCLUSIVE);
    }

    private static boolean isMethod(Element element, String name, String algorithm) {
        return XmlElements.is(element, NAMESPACE, name)
                && element.getAttribute("Algorithm").equals(algorithm)
                && XmlElements.children(element).isEmpty();
    }

    private static Optional<String> keyId(Element signature) {
        return XmlElements.only(signature, NAMESPACE, "KeyInfo")
                .flatMap(info -> XmlElements.only(info, NAMESPACE, "KeyName"))
                .flatMap(XmlElements::text);
    }

    private static boolean isValid(Element signature, PublicKey key, Element root) {
        root.setIdAttribute(ID, true);
        Set<Node> signed = new HashSet<>();
        try {
            return XMLSignatureUtil.validateSingleNode(signature, new HardcodedKeyLocator(key), signed)
                    && signed.contains(root);
        } catch (MarshalException | XMLSignatureException e) {
            return false;
        }
    }
}
