package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import jakarta.ws.rs.ForbiddenException;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

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
        PasswordWay way = new PasswordWay(session, tenants, asked.details());
        String domain = asked.who().domain();
        RealmModel realm = tenants.named(domain);
        Who next = asked.next();
        if (next != null) {
            way.isFollowedBy(SignInTurn.Key.of(
                    tenants.named(next.domain()), RequestedDomain.of(next.domain()), next.username()));
        }
        Optional<ClientModel> client = tenants.serves(realm)
                ? ContextRealm.call(session, realm, () -> asked.client().apply(realm))
                : Optional.empty();
        PasswordOutcome outcome;
        try {
            outcome = way.go(
                    realm,
                    RequestedDomain.of(domain),
                    way.usable(realm, client).map(usable -> requireOrigin(realm, usable)),
                    null,
                    asked.who().username(),
                    asked.password(),
                    () -> asked.admits().test(realm));
        } catch (ForbiddenException e) {
            return OTHER_ORIGIN;
        }
        if (outcome instanceof PasswordOutcome.Tried tried) {
            return outcome(tried);
        }
        return outcome instanceof PasswordOutcome.Blocked blocked ? denied(blocked.address()) : FAILED;
    }

    /** Before anything is looked at that is the user's, or the answer tells what that was. One that is listed reads the answer. */
    private ClientModel requireOrigin(RealmModel realm, ClientModel client) {
        return ContextRealm.call(session, realm, () -> {
            Cors.builder().auth().checkAllowedOrigins(session, client).add();
            return client;
        });
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
