package io.keycloakpbx.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class InstanceClientIdTest {

    @Example
    void itNamesApplicationEnvironmentAndAudience() {
        assertThat(ApplicationInstances.clientId("crm", "Production", "https://crm.example.com/"))
                .isEqualTo("crm/Production/https://crm.example.com/");
        assertThat(ApplicationInstances.clientId("a/b", "50%", "urn:x")).isEqualTo("a%2Fb/50%25/urn:x");
        assertThat(ApplicationInstances.clientId("crm", null, "urn:x")).isEqualTo("crm//urn:x");
    }

    /** Few letters, those that mean something among them, so that many are alike. */
    @Property
    void whatIsDifferentIsCalledDifferently(
            @ForAll @StringLength(min = 1, max = 4) @Letters String application,
            @ForAll @StringLength(max = 4) @Letters String environment,
            @ForAll @StringLength(min = 1, max = 4) @Letters String uri,
            @ForAll @StringLength(min = 1, max = 4) @Letters String otherApplication,
            @ForAll @StringLength(max = 4) @Letters String otherEnvironment,
            @ForAll @StringLength(min = 1, max = 4) @Letters String otherUri) {
        boolean same =
                application.equals(otherApplication) && environment.equals(otherEnvironment) && uri.equals(otherUri);
        assertThat(ApplicationInstances.clientId(application, environment, uri)
                        .equals(ApplicationInstances.clientId(otherApplication, otherEnvironment, otherUri)))
                .isEqualTo(same);
    }

    /** What codes and names are made of. */
    @Retention(RetentionPolicy.RUNTIME)
    @CharRange(from = '/', to = '/')
    @CharRange(from = '%', to = '%')
    @CharRange(from = '2', to = '2')
    @CharRange(from = 'F', to = 'F')
    private @interface Letters {}
}
