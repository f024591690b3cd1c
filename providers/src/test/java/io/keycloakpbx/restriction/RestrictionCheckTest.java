package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tenant.AccountValidity;
import io.keycloakpbx.tenant.SignInFinding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator is told of a user's restriction. */
class RestrictionCheckTest {

    private static final List<String> ALLOWED = List.of("192.0.2.0/24", "2001:db8::/32");
    private static final String NETWORKS = "192.0.2.0/24, 2001:db8::/32";

    @Test
    void whoMaySignInFromEverywhereAtAnyTimeIsFree() {
        assertThat(findings(List.of(), AccountValidity.ALWAYS, "198.51.100.1")).isEmpty();
    }

    @Test
    void anAddressThatIsNotAllowedIsAnErrorOfItsOwn() {
        assertThat(findings(ALLOWED, AccountValidity.ALWAYS, "198.51.100.1", "192.0.2.7", "203.0.113.1"))
                .containsExactly(notAllowed("198.51.100.1"), notAllowed("203.0.113.1"));
    }

    @Test
    void whereTheUserHasComeFromAllowedAddressesOrNoneIsKnownTheRuleIsTold() {
        SignInFinding rule = SignInFinding.warning("pbxWhyAllowedAddresses")
                .with("allowed", NETWORKS)
                .mendedBy(SignInFinding.EDIT_USER);
        assertThat(findings(ALLOWED, AccountValidity.ALWAYS)).containsExactly(rule);
        assertThat(findings(ALLOWED, AccountValidity.ALWAYS, "192.0.2.7", "2001:db8::7"))
                .containsExactly(rule);
    }

    @Test
    void anAccountThatIsOverToComeOrUnreadableIsSo() {
        Instant past = Instant.parse("2001-03-01T08:00:00Z");
        Instant future = Instant.parse("2999-03-01T08:00:00Z");
        assertThat(findings(List.of(), new AccountValidity(null, past)))
                .containsExactly(SignInFinding.error("pbxWhyAccountExpired")
                        .with("until", "2001-03-01T08:00:00Z")
                        .mendedBy(SignInFinding.EDIT_USER));
        assertThat(findings(List.of(), new AccountValidity(future, null)))
                .containsExactly(SignInFinding.error("pbxWhyNotActiveYet")
                        .with("from", "2999-03-01T08:00:00Z")
                        .mendedBy(SignInFinding.EDIT_USER));
        assertThat(findings(List.of(), AccountValidity.of(List.of("soon"), List.of())))
                .containsExactly(SignInFinding.error("pbxWhyUnreadableDates").mendedBy(SignInFinding.EDIT_USER));
        assertThat(findings(List.of(), new AccountValidity(past, future))).isEmpty();
    }

    private static SignInFinding notAllowed(String address) {
        return SignInFinding.error("pbxWhyAddressNotAllowed")
                .with("address", address)
                .with("allowed", NETWORKS)
                .mendedBy(SignInFinding.EDIT_USER);
    }

    private static List<SignInFinding> findings(List<String> allowed, AccountValidity validity, String... addresses) {
        return RestrictionCheckFactory.findings(new SignInRestriction(allowed, false, validity), List.of(addresses));
    }
}
