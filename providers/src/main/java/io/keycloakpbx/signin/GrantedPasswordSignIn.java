package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Signs in by the password grant of the realm, on the way of the sign-in API. */
final class GrantedPasswordSignIn implements PasswordSignInProvider {

    private static final Outcome FAILED = new Outcome.Failed();

    private final KeycloakSession session;

    GrantedPasswordSignIn(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Outcome signIn(PasswordSignIn asked) {
        TenantSelection tenants = new TenantSelection(session);
        PasswordWay way = new PasswordWay(session, tenants, asked.details());
        RealmModel realm = tenants.named(asked.domain());
        Optional<ClientModel> client = tenants.serves(realm)
                ? ContextRealm.call(session, realm, () -> asked.client().apply(realm))
                : Optional.empty();
        PasswordOutcome outcome = way.go(
                realm,
                RequestedDomain.of(asked.domain()),
                way.usable(realm, client),
                null,
                asked.username(),
                asked.password());
        if (outcome instanceof PasswordOutcome.Tried tried) {
            return outcome(tried);
        }
        return outcome instanceof PasswordOutcome.Blocked blocked ? denied(blocked.address()) : FAILED;
    }

    private static Outcome outcome(PasswordOutcome.Tried tried) {
        if (tried.outcome() instanceof Grant.Tokens made) {
            return new Outcome.SignedIn(tried.realm(), tried.client(), made.userId(), made.response());
        }
        if (tried.outcome() instanceof Grant.Answered answered) {
            if (answered.entity() instanceof AddressBlocked blocked) {
                return denied(blocked);
            }
            return answered.entity() instanceof SecondFactorChallenge ? new Outcome.SecondFactorDue() : FAILED;
        }
        return tried.outcome() instanceof Grant.Pending pending ? pending(pending) : FAILED;
    }

    private static Outcome pending(Grant.Pending pending) {
        List<String> actions =
                pending.user().getRequiredActionsStream().sorted().toList();
        return actions.isEmpty() ? FAILED : new Outcome.ActionsDue(actions);
    }

    private static Outcome denied(AddressBlocked blocked) {
        return new Outcome.Denied(blocked.address(), blocked.until());
    }

    @Override
    public void close() {}
}
