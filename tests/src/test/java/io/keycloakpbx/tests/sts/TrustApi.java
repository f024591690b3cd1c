package io.keycloakpbx.tests.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests of WS-Trust as they are on the wire.
 *
 * @param address the base URL
 * @param soap which SOAP
 * @param trust which WS-Trust
 */
public record TrustApi(Keycloak keycloak, String address, Soap soap, Trust trust) {

    static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    static final String UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    /** The code of the fault for whatever is wrong with a sign-in or a token. */
    static final String FAILED_CODE = "wst:FailedAuthentication";

    /** The text for whatever is wrong with a sign-in. */
    static final String FAILED =
            "The domain, the user name or the password is wrong, or the user may not sign in at this time.";

    /** The text for a token of somebody else's. */
    static final String NOT_OURS = "This service has not issued the token, or it was changed.";

    /** The text for a token whose session is over. */
    static final String ENDED = "The session has ended.";

    private static final Pattern TOKEN = Pattern.compile("<saml:Assertion.*</saml:Assertion>", Pattern.DOTALL);

    public enum Soap {
        V11("http://schemas.xmlsoap.org/soap/envelope/", "soap", "text/xml"),
        V12("http://www.w3.org/2003/05/soap-envelope", "env", "application/soap+xml");

        final String namespace;
        final String prefix;
        final String type;

        Soap(String namespace, String prefix, String type) {
            this.namespace = namespace;
            this.prefix = prefix;
            this.type = type;
        }
    }

    public enum Trust {
        OF_13("http://docs.oasis-open.org/ws-sx/ws-trust/200512"),
        OF_2005("http://schemas.xmlsoap.org/ws/2005/02/trust");

        final String namespace;

        Trust(String namespace) {
            this.namespace = namespace;
        }
    }

    /** Of the newer versions. */
    public static TrustApi of(Keycloak keycloak, String address) {
        return new TrustApi(keycloak, address, Soap.V12, Trust.OF_13);
    }

    /** The same at another base URL. */
    public TrustApi at(String other) {
        return new TrustApi(keycloak, other, soap, trust);
    }

    Response send(byte[] body) {
        return keycloak.http()
                .contentType(soap.type + "; charset=utf-8")
                .body(body)
                .post(address);
    }

    Response send(String body) {
        return send(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for a token. */
    Response issue(String username, String password, String members) {
        return send(message(credentials(username, password), request("Issue", members)));
    }

    /** Asks for one for the contract's clients. */
    public Response issue(String username, String password) {
        return issue(username, password, appliesTo(TokenTenant.APPLIES_TO));
    }

    /** The token that is issued. */
    public String token(String username, String password) {
        return token(issue(username, password));
    }

    /** Does something with a token. */
    Response with(String operation, String token, String members) {
        return send(message("", request(operation, target(operation, token) + members)));
    }

    public Response with(String operation, String token) {
        return with(operation, token, "");
    }

    /** Whether a token is valid: null, or why it is not. */
    public String flaw(String token) {
        String answer = with("Validate", token).asString();
        if (answer.contains(">" + trust.namespace + "/status/valid<")) {
            return null;
        }
        assertThat(answer).as(token).contains(">" + trust.namespace + "/status/invalid<");
        return inside(answer, "<wst:Reason>", "</wst:Reason>");
    }

    String message(String header, String content) {
        return "<s:Envelope xmlns:s=\"" + soap.namespace + "\"><s:Header>" + header + "</s:Header><s:Body>" + content
                + "</s:Body></s:Envelope>";
    }

    String request(String operation, String members) {
        return "<t:RequestSecurityToken xmlns:t=\"" + trust.namespace + "\"><t:RequestType>" + trust.namespace + "/"
                + operation + "</t:RequestType>" + members + "</t:RequestSecurityToken>";
    }

    static String target(String operation, String token) {
        return "<t:" + operation + "Target>" + token + "</t:" + operation + "Target>";
    }

    static String credentials(String username, String password) {
        return security("<w:UsernameToken><w:Username>" + escaped(username) + "</w:Username><w:Password>"
                + escaped(password) + "</w:Password></w:UsernameToken>");
    }

    static String security(String tokens) {
        return "<w:Security xmlns:w=\"" + SECURITY + "\">" + tokens + "</w:Security>";
    }

    static String appliesTo(String uri) {
        return "<p:AppliesTo xmlns:p=\"http://schemas.xmlsoap.org/ws/2004/09/policy\">"
                + "<a:EndpointReference xmlns:a=\"http://www.w3.org/2005/08/addressing\"><a:Address>" + uri
                + "</a:Address></a:EndpointReference></p:AppliesTo>";
    }

    static String lifetime(long seconds) {
        Instant now = Instant.now();
        return "<t:Lifetime xmlns:u=\"" + UTILITY + "\"><u:Created>" + now + "</u:Created><u:Expires>"
                + now.plusSeconds(seconds) + "</u:Expires></t:Lifetime>";
    }

    /** The token of an answer. */
    public static String token(Response answer) {
        Matcher token = TOKEN.matcher(answer.asString());
        assertThat(token.find()).as(answer.asString()).isTrue();
        assertThat(answer.statusCode()).isEqualTo(200);
        return token.group();
    }

    /** What an attribute or element of a token says. */
    static String inside(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertThat(from).as(begin + " in " + text).isNotNegative();
        return text.substring(from + begin.length(), text.indexOf(end, from + begin.length()));
    }

    static String sessionOf(String token) {
        return inside(token, "SessionIndex=\"", "\"");
    }

    /** How long a token lives, in seconds. */
    static long lifeOf(String token) {
        return Instant.parse(inside(token, "NotOnOrAfter=\"", "\"")).getEpochSecond()
                - Instant.parse(inside(token, "IssueInstant=\"", "\"")).getEpochSecond();
    }

    /** The whole fault in the sender's version. */
    public void requireFault(Response answer, String code, String text) {
        String namespace = code.startsWith("wsse:") ? SECURITY : trust.namespace;
        String prefix = code.contains(":") ? code.substring(0, code.indexOf(':')) : null;
        String fault;
        if (soap == Soap.V12) {
            fault = "<env:Code><env:Value>env:" + (prefix == null ? code : "Sender") + "</env:Value>"
                    + (prefix == null
                            ? ""
                            : "<env:Subcode><env:Value xmlns:" + prefix + "=\"" + namespace + "\">" + code
                                    + "</env:Value></env:Subcode>")
                    + "</env:Code><env:Reason><env:Text xml:lang=\"en\">" + text + "</env:Text></env:Reason>";
        } else {
            fault = "<faultcode"
                    + (prefix == null ? ">soap:" + code : " xmlns:" + prefix + "=\"" + namespace + "\">" + code)
                    + "</faultcode><faultstring xml:lang=\"en\">" + text + "</faultstring>";
        }
        assertThat(answer.asString())
                .isEqualTo("<" + soap.prefix + ":Envelope xmlns:" + soap.prefix + "=\"" + soap.namespace + "\"><"
                        + soap.prefix
                        + ":Body><" + soap.prefix + ":Fault>" + fault + "</" + soap.prefix + ":Fault></" + soap.prefix
                        + ":Body></" + soap.prefix + ":Envelope>");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.contentType().replace(" ", "").toLowerCase(Locale.ROOT))
                .isEqualTo(soap.type + ";charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    /** A token where there is no XML. */
    static String base64(String token) {
        return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
