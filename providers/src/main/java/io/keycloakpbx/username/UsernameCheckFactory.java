package io.keycloakpbx.username;

import io.keycloakpbx.tenant.SignInCheck;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import io.keycloakpbx.username.UsernameRules.Violation;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Whom {@link UsernameRuleAction} lets not sign in. */
public final class UsernameCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> {
            String reason =
                    subject.user() == null ? null : UsernameRuleAction.reason(session, subject.realm(), subject.user());
            return reason == null
                    ? List.of()
                    : List.of(SignInFinding.error(key(reason))
                            .with("name", subject.user().getUsername())
                            .mendedBy(SignInFinding.EDIT_USER));
        };
    }

    private static String key(String reason) {
        if (reason.equals(UsernameRuleAction.UNWANTED)) {
            return "pbxWhySystemLevelRole";
        }
        return reason.equals(Violation.RESERVED.messageKey()) ? "pbxWhyReservedName" : "pbxWhyForbiddenName";
    }

    @Override
    public int order() {
        return 600;
    }

    @Override
    public String getId() {
        return "username";
    }
}
