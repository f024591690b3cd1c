package io.keycloakpbx.secondfactor;

import io.keycloakpbx.tenant.MailServerRules;
import io.keycloakpbx.tenant.SignInCheck;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Who has to show a code that no mail brings. */
public final class SecondFactorCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> {
            UserModel user = subject.user();
            List<SignInFinding> findings = new ArrayList<>();
            // Codes that go another way need neither.
            if (user != null
                    && EmailCodeProvider.of(session) instanceof MailedEmailCodeProvider codes
                    && codes.isRequired(subject.realm(), user)) {
                if (user.getEmail() == null || user.getEmail().isBlank()) {
                    findings.add(SignInFinding.error("pbxWhyNoSecondFactor").mendedBy(SignInFinding.EDIT_USER));
                }
                if (!MailServerRules.sends(subject.realm().getSmtpConfig())) {
                    findings.add(SignInFinding.error("pbxWhyNoMailServer").mendedBy(SignInFinding.SET_MAIL_SERVER));
                }
            }
            return findings;
        };
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public String getId() {
        return "second-factor";
    }
}
