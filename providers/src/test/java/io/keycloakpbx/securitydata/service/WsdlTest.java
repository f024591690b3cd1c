package io.keycloakpbx.securitydata.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class WsdlTest {

    private static final URI BASE = URI.create("https://pbx.example.com/auth/");

    private static Command command(String name, Shape request) {
        return new Operation(name, request, Shape.of(name + "Result"), call -> null);
    }

    @Test
    void addressesAreThoseOfTheBaseUrl() {
        List<Command> commands = List.of(command("Do", Shape.of("DoReq").integer("ID")));
        assertThat(Wsdl.of(commands, BASE, "a b", null))
                .contains("location=\"https://pbx.example.com/auth/realms/a%20b/securityservice\"")
                .doesNotContain("IssuedToken");
        assertThat(Wsdl.of(commands, BASE, "acme", "Prod 1"))
                .contains(
                        "location=\"https://pbx.example.com/auth/realms/acme/securityservice/1x/Prod%201\"",
                        "<wsa:Address>https://pbx.example.com/auth/realms/acme/securitytoken/1x/Prod%201</wsa:Address>",
                        "<wsa:Address>http://idibilling.com/webservices</wsa:Address>",
                        "soapAction=\"https://webservices.idibilling.com/SecurityService1/Do\"");
    }

    @Test
    void tlsIsDemandedWhereTheAddressHasIt() {
        List<Command> commands = List.of(command("Do", Shape.of("DoReq")));
        assertThat(Wsdl.of(commands, BASE, "acme", "Test")).contains("HttpsToken", "IssuedToken");
        assertThat(Wsdl.of(commands, URI.create("http://localhost:8080/"), "acme", "Test"))
                .contains("IssuedToken")
                .doesNotContain("HttpsToken");
    }

    @Test
    void aNameMeansOneStructure() {
        List<Command> commands = List.of(
                command("One", Shape.of("Req").integer("ID")),
                command("Two", Shape.of("Req").string("ID")));
        assertThatIllegalStateException()
                .isThrownBy(() -> Wsdl.shapes(commands))
                .withMessageContaining("Req");
    }

    @Test
    void theContractsOperationsAreThere() {
        assertThat(Wsdl.shapes(Commands.ALL)).isNotEmpty();
        assertThat(Commands.ALL).extracting(Command::name).doesNotHaveDuplicates();
    }
}
