package io.keycloakpbx.securitydata.service;

/** The names that the contract's messages have in XML. */
final class ServiceXml {

    /** The namespace of all elements, and what the actions begin with. */
    static final String NAMESPACE = "https://webservices.idibilling.com";

    /** The port type. */
    static final String PORT_TYPE = "SecurityService1";

    static final String REQUEST = "Request";
    static final String REQUESTOR = "Requestor";
    static final String MESSAGES = "Messages";
    static final String RESULT = "Result";

    private ServiceXml() {}

    /** The action of an operation. */
    static String action(String operation) {
        return NAMESPACE + '/' + PORT_TYPE + '/' + operation;
    }

    /** The name of the element that asks for an operation is that of the operation; this answers it. */
    static String response(String operation) {
        return operation + "Response";
    }

    /** The name of the one element in the answer. */
    static String result(String operation) {
        return operation + "Result";
    }
}
