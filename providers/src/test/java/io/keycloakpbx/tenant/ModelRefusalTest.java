package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.http.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelValidationException;

class ModelRefusalTest {

    private static final SipDomainConflictException CONFLICT =
            new SipDomainConflictException("mueller.example", "new", "acme");

    @Test
    void aConflictIsThatOfThePrimaryDomainOrOfAnAlias() {
        Refusal primary = ModelRefusal.of(CONFLICT, sent(" MUELLER.example. ", List.of("b.example")));
        Refusal alias = ModelRefusal.of(CONFLICT, sent("b.example", List.of("mueller.example")));
        Refusal unchanged = ModelRefusal.of(CONFLICT, sent(null, List.of("mueller.example")));

        assertThat(List.of(primary, alias, unchanged))
                .extracting(Refusal::field)
                .containsExactly("sipDomain", "sipDomainAliases", "sipDomainAliases");
        assertThat(primary.status().getStatusCode()).isEqualTo(409);
        assertThat(primary.key()).isEqualTo("pbxErrorSipDomainTaken");
        assertThat(primary.params()).isEqualTo(Map.of("sipDomain", "mueller.example", "realm", "new", "owner", "acme"));
        assertThat(ModelRefusal.of(CONFLICT, null).field()).isNull();
    }

    @Test
    void aRuleNamesItsMember() {
        Refusal refusal = ModelRefusal.of(new BrokenRuleException("website", "must be nicer", "pbxErrorUrl"), null);

        assertThat(refusal.status().getStatusCode()).isEqualTo(400);
        assertThat(refusal.field()).isEqualTo("website");
        assertThat(refusal.text()).isEqualTo("website must be nicer");
        assertThat(refusal.key()).isEqualTo("pbxErrorUrl");
    }

    @Test
    void othersSayWhatTheySay() {
        Refusal invalid = ModelRefusal.of(new ModelValidationException("no"), null);
        Refusal taken = ModelRefusal.of(new ModelDuplicateException("taken"), null);

        assertThat(invalid).isEqualTo(Refusal.of(jakarta.ws.rs.core.Response.Status.BAD_REQUEST, "no"));
        assertThat(taken).isEqualTo(Refusal.of(jakarta.ws.rs.core.Response.Status.CONFLICT, "taken"));
        assertThat(ModelRefusal.of(new TenantsBusyException(), null).headers()).containsEntry("Retry-After", "10");
    }

    private static TenantRepresentation sent(String sipDomain, List<String> aliases) {
        return new TenantRepresentation(null, null, null, null, sipDomain, aliases, null, null, null);
    }
}
