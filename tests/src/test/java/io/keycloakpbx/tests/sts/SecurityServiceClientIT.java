package io.keycloakpbx.tests.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.endpoint.dynamic.JaxWsDynamicClientFactory;
import org.apache.cxf.service.model.BindingOperationInfo;
import org.apache.cxf.service.model.MessagePartInfo;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.trust.STSClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands as a client calls them whose classes CXF generates of the WSDL. What the WSDL's policy asks for, a token of the
 * security token service, the client gets by itself.
 */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityServiceClientIT {

    private static final String UNICODE = "Nachtschicht „Süd“ & <mehr>, 夜勤, 🌙";

    private final Keycloak keycloak;
    private final TokenTenant tenant;
    private final TrustClients clients = new TrustClients();

    @TempDir
    private Path generated;

    SecurityServiceClientIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.tenant = TokenTenant.of(keycloak, realm);
    }

    @AfterAll
    void closeClients() {
        clients.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {TrustClients.SOAP_11, TrustClients.SOAP_12})
    void makesChangesAndRemovesAnEnvironment(String soap) throws Exception {
        String username = "manager" + soap.length();
        tenant.createUser(username, "manage-clients");
        tenant.realm().clearEvents();
        String name = "Training " + soap.length();
        try (Service service = service(soap, username, TokenTenant.PASSWORD)) {
            Bean made = service.call("CreateEnvironment", Map.of("Name", name, "Description", UNICODE));
            assertThat(made.list("Messages")).isEmpty();
            Bean environment = made.in("Result").in("Environment");
            assertThat(environment.get("Name")).isEqualTo(name);
            assertThat(environment.get("Description")).isEqualTo(UNICODE);
            Object id = environment.get("EnvironmentID");
            assertThat(client(name)).containsExactly(UNICODE);

            Bean changed = service.call("ModifyEnvironment", Map.of("EnvironmentID", id, "Description", "Later"));
            assertThat(changed.in("Result").in("Environment").get("Description"))
                    .isEqualTo("Later");
            assertThat(client(name)).containsExactly("Later");

            Bean removed = service.call("ModifyEnvironment", Map.of("EnvironmentID", id, "Remove", true));
            assertThat(removed.list("Messages")).isEmpty();
            assertThat(removed.in("Result").get("RemoveSuccessful")).isEqualTo(true);
            assertThat(client(name)).isEmpty();

            Bean again = service.call("ModifyEnvironment", Map.of("EnvironmentID", id, "Remove", true));
            assertThat(again.list("Messages")).singleElement().satisfies(message -> {
                assertThat(message.get("LoggingNumber")).isEqualTo(500302);
                assertThat(message.get("ItemType")).isEqualTo("Environment");
                assertThat(message.get("ItemID")).isEqualTo(id);
            });
        }
        // One token for all of it.
        assertThat(tenant.events()).containsExactly("LOGIN");
    }

    @Test
    void tellsWhatIsNotAllowed() throws Exception {
        tenant.createUser("nobody");
        try (Service service = service(TrustClients.SOAP_12, "nobody", TokenTenant.PASSWORD)) {
            Bean refused = service.call("CreateCompany", Map.of("Code", "NEW", "Name", "New"));
            assertThat(refused.list("Messages")).singleElement().satisfies(message -> {
                assertThat(message.get("LoggingNumber")).isEqualTo(500301);
                assertThat(message.get("Message")).isEqualTo("Manage Companies permission is required.");
                assertThat(String.valueOf(message.get("Type"))).isEqualToIgnoringCase("Error");
            });
        }
    }

    @Test
    void withAWrongPasswordThereIsNoTokenAndNothingDone() throws Exception {
        tenant.createUser("careless", "manage-clients");
        try (Service service = service(TrustClients.SOAP_12, "careless", "Wrong-password-1!")) {
            assertThatThrownBy(() -> service.call("CreateEnvironment", Map.of("Name", "Never")))
                    .isInstanceOfSatisfying(SoapFault.class, fault -> assertThat(
                                    fault.getSubCode().getLocalPart())
                            .isEqualTo("FailedAuthentication"));
        }
        assertThat(client("Never")).isEmpty();
    }

    /** The descriptions of the clients of a name. */
    private List<String> client(String clientId) {
        return keycloak.admin()
                .queryParam("clientId", clientId)
                .get(tenant.realm().adminPath("/clients"))
                .then()
                .statusCode(200)
                .extract()
                .path("description");
    }

    private Service service(String soap, String username, String password) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        String wsdl = tenant.securityService() + "?wsdl";
        JaxWsDynamicClientFactory factory = JaxWsDynamicClientFactory.newInstance(clients.bus());
        factory.setTemporaryDirectory(generated.toString());
        Client client = factory.createClient(wsdl, TrustClients.service(wsdl), TrustClients.port(wsdl, soap));
        STSClient tokens = clients.ofWsdl(tenant.tokenService(), tenant.realm().name() + "\\" + username, password);
        // The policy says what the token is to be.
        tokens.setTokenType(null);
        tokens.setKeyType(null);
        client.getRequestContext().put(SecurityConstants.STS_CLIENT, tokens);
        client.getRequestContext().put(SecurityConstants.STS_APPLIES_TO, TokenTenant.APPLIES_TO);
        return new Service(client, before);
    }

    /** A generated client. It has a class loader for its classes, which it leaves in the thread. */
    private record Service(Client client, ClassLoader before) implements AutoCloseable {

        /** Calls an operation: {@code Messages} and {@code Result}. */
        Bean call(String operation, Map<String, Object> request) throws Exception {
            BindingOperationInfo unwrapped = client.getEndpoint().getBinding().getBindingInfo().getOperations().stream()
                    .filter(candidate -> candidate.getName().getLocalPart().equals(operation))
                    .findFirst()
                    .orElseThrow()
                    .getUnwrappedOperation();
            List<MessagePartInfo> parts =
                    unwrapped.getOperationInfo().getInput().getMessageParts();
            assertThat(parts).extracting(part -> part.getName().getLocalPart()).containsExactly("Request", "Requestor");
            Object[] answers = client.invoke(
                    unwrapped, Bean.of(parts.get(0).getTypeClass(), request).object(), null);
            return new Bean(answers[0]);
        }

        @Override
        public void close() {
            client.destroy();
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
