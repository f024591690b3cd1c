package io.keycloakpbx.passwordpolicy;

import io.keycloakpbx.keycloak.PasswordExpression;
import io.keycloakpbx.keycloak.ReliesOn;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.policy.RegexPatternsPasswordPolicyProvider;
import org.keycloak.policy.RegexPatternsPasswordPolicyProviderFactory;

/**
 * Keycloak's own policy {@code regexPattern}, in bounded time: in every realm, whoever wrote the expression. A password that
 * cannot be told of within it is refused as one that does not match.
 */
@ReliesOn(
        "org.keycloak.policy.RegexPatternsPasswordPolicyProviderFactory: the policy regexPattern gives way to a factory of the"
                + " same id and a higher order")
public final class ExpressionPolicy extends RegexPatternsPasswordPolicyProviderFactory {

    @Override
    public int order() {
        return super.order() + 1;
    }

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new RegexPatternsPasswordPolicyProvider(session.getContext()) {
            @Override
            public PolicyError validate(String username, String password) {
                return refused(session.getContext().getRealm(), password);
            }

            @Override
            public PolicyError validate(RealmModel realm, UserModel user, String password) {
                return refused(realm, password);
            }
        };
    }

    private static PolicyError refused(RealmModel realm, String password) {
        Pattern expression = realm.getPasswordPolicy().getPolicyConfig(ID);
        return PasswordExpression.matches(expression, password)
                ? null
                : new PolicyError("invalidPasswordRegexPatternMessage", expression.pattern());
    }
}
