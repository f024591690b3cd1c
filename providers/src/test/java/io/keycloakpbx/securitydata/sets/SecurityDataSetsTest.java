package io.keycloakpbx.securitydata.sets;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.odata.Property;
import org.junit.jupiter.api.Test;

class SecurityDataSetsTest {

    @Test
    void noPartOfAKeyIsEverAbsent() {
        assertThat(SecurityDataSets.ALL)
                .allSatisfy(set ->
                        assertThat(set.type().keyProperties()).isNotEmpty().noneMatch(Property::nullable));
    }

    @Test
    void namesAreToldApartByCase() {
        assertThat(SecurityDataSets.named("User")).contains(UserSet.SET);
        assertThat(SecurityDataSets.named("user")).isEmpty();
    }

    @Test
    void noSetTellsASecret() {
        assertThat(SecurityDataSets.ALL.stream().flatMap(set -> set.type().properties().keySet().stream()))
                .noneMatch(name -> name.contains("Secret") || name.equals("Password") || name.contains("Answer"));
    }
}
