package io.keycloakpbx.restriction;

import io.keycloakpbx.tenant.SignInCheck;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/** From where and when a user may not sign in. */
public final class RestrictionCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> subject.user() == null
                ? List.of()
                : findings(SignInRestrictionProvider.of(session).restriction(subject.user()), subject.addresses())
                        .stream()
                        .map(finding -> finding.asIn(subject.realm()))
                        .toList();
    }

    /** What a restriction holds against a sign-in now, by the addresses that the user has come from, the last one first. */
    static List<SignInFinding> findings(SignInRestriction restriction, List<String> addresses) {
        List<SignInFinding> findings = new ArrayList<>();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        SessionRefusal notNow = restriction.whyNot(now);
        if (notNow == SessionRefusal.ACCOUNT_EXPIRED) {
            Instant until = restriction.validity().until();
            findings.add(
                    until.equals(Instant.MIN)
                            ? SignInFinding.error("pbxWhyUnreadableDates")
                            : SignInFinding.error("pbxWhyAccountExpired").with("until", until.toString()));
        } else if (notNow == SessionRefusal.ACCOUNT_NOT_ACTIVE) {
            findings.add(SignInFinding.error("pbxWhyNotActiveYet")
                    .with("from", restriction.validity().from().toString()));
        }
        if (!restriction.allowedAddresses().isEmpty()) {
            String allowed = String.join(", ", restriction.allowedAddresses());
            List<SignInFinding> refused = addresses.stream()
                    .filter(address -> !restriction.isAllowed(address))
                    .map(address -> SignInFinding.error("pbxWhyAddressNotAllowed")
                            .with("address", address)
                            .with("allowed", allowed))
                    .toList();
            findings.addAll(
                    refused.isEmpty()
                            ? List.of(SignInFinding.warning("pbxWhyAllowedAddresses")
                                    .with("allowed", allowed))
                            : refused);
        }
        return findings.stream()
                .map(finding -> finding.mendedBy(SignInFinding.EDIT_USER))
                .toList();
    }

    @Override
    public int order() {
        return 700;
    }

    @Override
    public String getId() {
        return "restriction";
    }
}
