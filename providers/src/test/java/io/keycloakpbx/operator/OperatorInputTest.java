package io.keycloakpbx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.role.BaseRole;
import org.junit.jupiter.api.Test;

class OperatorInputTest {

    /** The description of the resource takes a number that is written down. */
    @Test
    void allBaseRolesMayBeSentBack() {
        assertThat(BaseRole.values()).hasSize(OperatorInput.MAX_ROLES_SENT_BACK);
    }
}
