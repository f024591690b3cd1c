import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Source;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.trust.STSClient;

/**
 * A client of CostGuard's commands: it signs in at the security token service, sends the token along, and gets another before
 * it expires. CXF does all of that, told by the two WSDLs.
 *
 * <pre>CostGuardClient https://pbx.example.com acme Production 'acme\anna' password '&lt;UserLookup …>…&lt;/UserLookup>' …</pre>
 */
public final class CostGuardClient {

    private static final String NAMESPACE = "https://webservices.idibilling.com";

    /** What tokens are asked for. CXF asks for the address of the service, if nobody says better. */
    private static final String APPLIES_TO = "http://idibilling.com/webservices";

    private static final String TRUST = "http://docs.oasis-open.org/ws-sx/ws-trust/200512";

    /** How long before its end a token is replaced: a quarter of the half hour that it lives in a realm as it is made. */
    private static final int RENEW_SECONDS = 450;

    private CostGuardClient() {}

    public static void main(String[] args) throws Exception {
        String realm = args[0] + "/realms/" + args[1];
        Bus bus = BusFactory.getDefaultBus();
        Dispatch<Source> commands = commands(
                realm + "/securityservice/1x/" + args[2],
                tokens(bus, realm + "/securitytoken/1x/" + args[2], args[3], args[4]));
        try {
            for (int i = 5; i < args.length; i++) {
                System.out.println(text(commands.invoke(new StreamSource(new StringReader(args[i])))));
            }
        } catch (SOAPFaultException e) {
            // A wrong password, for example: the fault is the token service's.
            System.err.println("Refused: " + e.getMessage());
            System.exit(1);
        } finally {
            bus.shutdown(true);
        }
    }

    /** The client of the security token service. */
    private static STSClient tokens(Bus bus, String address, String username, String password) {
        STSClient tokens = new STSClient(bus);
        tokens.setWsdlLocation(address + "?wsdl");
        tokens.setServiceName("{" + TRUST + "/wsdl}SecurityTokenService");
        tokens.setEndpointName("{" + TRUST + "/wsdl}SecurityTokenServiceSoap12");
        Map<String, Object> properties = new HashMap<>();
        properties.put(SecurityConstants.USERNAME, username);
        properties.put(SecurityConstants.PASSWORD, password);
        tokens.setProperties(properties);
        return tokens;
    }

    /** The client of the commands; classes for their members are made by {@code wsdl2java}. */
    private static Dispatch<Source> commands(String address, STSClient tokens) throws Exception {
        Service service = Service.create(new URL(address + "?wsdl"), new QName(NAMESPACE, "SecurityService1"));
        Dispatch<Source> commands = service.createDispatch(
                new QName(NAMESPACE, "SecurityService1Soap12"), Source.class, Service.Mode.PAYLOAD);
        Map<String, Object> context = ((BindingProvider) commands).getRequestContext();
        context.put(SecurityConstants.STS_CLIENT, tokens);
        context.put(SecurityConstants.STS_APPLIES_TO, APPLIES_TO);
        context.put(SecurityConstants.STS_TOKEN_IMMINENT_EXPIRY_VALUE, String.valueOf(RENEW_SECONDS));
        // The operation is that of the message, and its policy is that of the operation.
        context.put("find.dispatch.operation", true);
        return commands;
    }

    private static String text(Source source) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(source, new StreamResult(text));
        return text.toString();
    }
}
