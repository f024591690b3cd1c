package io.keycloakpbx.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.extension.RecordedChange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.jpa.AdminEventEntity;

class RecordedChangeTest {

    private static final String PATH = "communication_manager/rest/config/asterisk/s/extensions/e";
    private static final String ANNA = "{\"id\":\"a\",\"username\":\"anna\"}";
    private static final String BERT = "{\"id\":\"b\",\"username\":null}";

    private static final OwnershipEvent.Party WAS_ANNAS = new OwnershipEvent.Party("a", "anna");
    private static final OwnershipEvent.Party IS_BERTS = new OwnershipEvent.Party("b", null);

    @Test
    void tellsWhoseTheExtensionWasAndIs() {
        RecordedChange given = change("/managingUser", OperationType.UPDATE, owners("null", ANNA));
        assertThat(given.kind()).isEqualTo(Kind.given);
        assertThat(given.extension()).isEqualTo("101");
        assertThat(given.from()).isNull();
        assertThat(given.to()).isEqualTo(WAS_ANNAS);

        RecordedChange taken = change("/managingUser", OperationType.UPDATE, owners(ANNA, BERT));
        assertThat(taken.kind()).isEqualTo(Kind.taken);
        assertThat(taken.from()).isEqualTo(WAS_ANNAS);
        assertThat(taken.to()).isEqualTo(IS_BERTS);

        RecordedChange freed = change("/managingUser", OperationType.DELETE, owners(ANNA, "null"));
        assertThat(freed.kind()).isEqualTo(Kind.freed);
        assertThat(freed.from()).isEqualTo(WAS_ANNAS);
        assertThat(freed.to()).isNull();
    }

    @Test
    void tellsWhoseDefaultTheExtensionBecameAndWas() {
        String user = "{\"extension\":\"101\",\"user\":" + ANNA + "}";
        RecordedChange made = change("/defaultExtensionUser", OperationType.UPDATE, user);
        assertThat(made.kind()).isEqualTo(Kind.madeDefault);
        assertThat(made.from()).isNull();
        assertThat(made.to()).isEqualTo(WAS_ANNAS);

        RecordedChange ended = change("/defaultExtensionUser", OperationType.DELETE, user);
        assertThat(ended.kind()).isEqualTo(Kind.endedDefault);
        assertThat(ended.from()).isEqualTo(WAS_ANNAS);
        assertThat(ended.to()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"CREATE, created", "UPDATE, changed", "DELETE, deleted", "ACTION, changed"})
    void tellsWhatBecameOfTheExtensionItself(OperationType operation, Kind kind) {
        RecordedChange change = change("", operation, "{\"id\":\"e\",\"extension\":\"102\"}");
        assertThat(change.kind()).isEqualTo(kind);
        assertThat(change.extension()).isEqualTo("102");
        assertThat(change.from()).isNull();
        assertThat(change.to()).isNull();
    }

    /** The realm kept no details by then, or somebody has written something else into the table. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "UPDATE; -; given",
                "DELETE; -; freed",
                "UPDATE; {; given",
                "UPDATE; []; given",
                "UPDATE; {\"oldManagingUser\":\"anna\",\"extension\":101}; given"
            },
            delimiter = ';')
    void namesNobodyWhereNothingIsKnown(OperationType operation, String representation, Kind kind) {
        RecordedChange change = change("/managingUser", operation, representation);
        assertThat(change.kind()).isEqualTo(kind);
        assertThat(change.extension()).isNull();
        assertThat(change.from()).isNull();
        assertThat(change.to()).isNull();
    }

    @Test
    void tellsWhoDidItAndWhen() {
        RecordedChange change = change("", OperationType.CREATE, null);
        assertThat(change.time()).isEqualTo(1234);
        assertThat(change.by()).isEqualTo(new RecordedChange.Author("realm", "admin", "client", "10.0.0.1"));
    }

    private static String owners(String from, String to) {
        return "{\"extension\":\"101\",\"oldManagingUser\":" + from + ",\"newManagingUser\":" + to + "}";
    }

    private static RecordedChange change(String subresource, OperationType operation, String representation) {
        AdminEventEntity event = new AdminEventEntity();
        event.setTime(1234);
        event.setResourcePath(PATH + subresource);
        event.setOperationType(operation.name());
        event.setRepresentation(representation);
        event.setAuthRealmId("realm");
        event.setAuthUserId("admin");
        event.setAuthClientId("client");
        event.setAuthIpAddress("10.0.0.1");
        return RecordedChange.of(event);
    }
}
