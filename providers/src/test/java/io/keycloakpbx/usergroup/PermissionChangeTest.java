package io.keycloakpbx.usergroup;

import static io.keycloakpbx.usergroup.PermissionValue.DISABLE;
import static io.keycloakpbx.usergroup.PermissionValue.ENABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionChangeTest {

    private static final Map<String, PermissionValue> ADMINISTRATOR = Map.of("superadmin", ENABLE, "Mobile", ENABLE);

    private static Map<String, Optional<PermissionValue>> changes(
            Map<String, PermissionValue> said, Optional<PermissionValue> superadmin) {
        return PermissionChange.changes(said, Map.of("superadmin", superadmin, "Mobile", Optional.of(ENABLE)));
    }

    /** Else who may not change it would set it again while somebody else takes it away. */
    @Test
    void superadminAsItWasReadIsNotWritten() {
        Map<String, Optional<PermissionValue>> rest = Map.of("Mobile", Optional.of(ENABLE));
        assertThat(changes(ADMINISTRATOR, Optional.of(ENABLE))).isEqualTo(rest);
        assertThat(changes(Map.of(), Optional.of(DISABLE))).isEqualTo(rest);
        assertThat(changes(Map.of(), Optional.empty())).isEqualTo(rest);
    }

    @Test
    void anAnswerHasABoundedNumberOfSettings() {
        assertThat(PermissionChange.most(18)).isEqualTo(1000);
        assertThat(PermissionChange.most(218)).isEqualTo(91);
    }

    @Test
    void superadminThatChangesIsWritten() {
        assertThat(changes(Map.of(), Optional.of(ENABLE))).containsEntry("superadmin", Optional.of(ENABLE));
        for (Optional<PermissionValue> none : List.of(Optional.of(DISABLE), Optional.<PermissionValue>empty())) {
            assertThat(changes(ADMINISTRATOR, none)).containsEntry("superadmin", none);
        }
    }
}
