package io.keycloakpbx.securitydata.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.RealmModel;

class AdminEventNoteTest {

    private static final RealmModel REALM = (RealmModel) Proxy.newProxyInstance(
            AdminEventNoteTest.class.getClassLoader(),
            new Class<?>[] {RealmModel.class},
            (self, method, arguments) -> "realm");

    private static Optional<SessionNote> note(ResourceType type, OperationType operation, String path) {
        AdminEvent event = new AdminEvent();
        event.setResourceType(type);
        event.setOperationType(operation);
        event.setResourcePath(path);
        event.setTime(7);
        return AdminEventNote.of(null, REALM, event);
    }

    @Test
    void theUserProfileIsNoUser() {
        assertThat(note(ResourceType.USER_PROFILE, OperationType.UPDATE, "users/profile"))
                .isEmpty();
        assertThat(note(ResourceType.USER, OperationType.UPDATE, "users/one"))
                .contains(SessionNote.modified("realm", "one", 7, null));
        assertThat(note(ResourceType.REALM_ROLE_MAPPING, OperationType.CREATE, "users/one/role-mappings/realm"))
                .contains(SessionNote.modified("realm", "one", 7, null));
        assertThat(note(ResourceType.USER, OperationType.CREATE, "users/one"))
                .contains(SessionNote.created("realm", "one", 7, null));
    }
}
