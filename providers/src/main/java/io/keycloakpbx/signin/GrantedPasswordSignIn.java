package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Signs in by the password grant of the realm, on the way of the sign-in API. */
final class GrantedPasswordSignIn implements PasswordSignInProvider {

    private static final Outcome FAILED = new Outcome.Failed();
    private static final Outcome OTHER_ORIGIN = new Outcome.OtherOrigin();

    private final KeycloakSession session;

    GrantedPasswordSignIn(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Outcome signIn(PasswordSignIn asked) {
        TenantSelection tenants = new TenantSelection(session);
        String domain = asked.who().domain();
        return Destination.of(session, tenants, tenants.named(domain), domain != null, asked.client())
                .map(destination -> signIn(tenants, destination, asked))
                .orElse(OTHER_ORIGIN);
    }

    private Outcome signIn(TenantSelection tenants, Destination destination, PasswordSignIn asked) {
        RealmModel realm = destination.realm();
        // Events read what is told besides when they are written: who asks may say more until then.
        Map<String, String> details = asked.details();
        if (destination.isKeptBack()) {
            details = new HashMap<>(details);
            details.putAll(destination.details());
        }
        PasswordWay way = new PasswordWay(session, tenants, details);
        Who next = asked.next();
        if (next != null) {
            way.isFollowedBy(SignInTurn.Key.of(
                    tenants.named(next.domain()), RequestedDomain.of(next.domain()), next.username()));
        }
        PasswordOutcome outcome = way.go(
                realm,
                RequestedDomain.of(asked.who().domain()),
                way.usable(realm, destination.client()),
                null,
                asked.who().username(),
                asked.password(),
                () -> asked.admits().test(realm));
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
