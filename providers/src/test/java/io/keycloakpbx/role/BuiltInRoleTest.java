package io.keycloakpbx.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuiltInRoleTest {

    @Test
    void theRolesOfTheContract() {
        assertThat(BuiltInRole.names())
                .containsExactlyInAnyOrder(
                        "SystemAdmin",
                        "Replicator",
                        "Dealer",
                        "Admin",
                        "StandardUser",
                        "StandardInternationalUser",
                        "QueueManager");
        assertThat(BuiltInRole.systemLevelNames()).containsExactlyInAnyOrder("SystemAdmin", "Dealer");
    }

    @Test
    void areFoundInAnyCase() {
        assertThat(BuiltInRole.named("standarduser")).contains(BuiltInRole.STANDARD_USER);
        assertThat(BuiltInRole.named("ADMIN")).contains(BuiltInRole.ADMIN);
        assertThat(BuiltInRole.named("Admin ")).isEmpty();
        assertThat(BuiltInRole.named(null)).isEmpty();
    }
}
