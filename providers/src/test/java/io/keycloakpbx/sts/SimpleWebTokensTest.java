package io.keycloakpbx.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimpleWebTokensTest {

    @Test
    void aPermissionWithACommaIsNotSeveral() {
        assertThat(SimpleWebTokens.permissions(List.of("View Users", "View,Manage Users", "Manage Roles")))
                .isEqualTo("View Users,Manage Roles");
        assertThat(SimpleWebTokens.permissions(List.of())).isEmpty();
    }
}
