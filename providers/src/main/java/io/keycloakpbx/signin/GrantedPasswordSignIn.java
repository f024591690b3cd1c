package io.keycloakpbx.signin;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import io.keycloakpbx.secondfactor.SecondFactorChallenge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Signs in by the password grant of the realm, on the way of the sign-in API. */
final class GrantedPasswordSignIn implements PasswordSignInProvider {

    private static final Outcome FAILED = new Outcome.Failed();
    private static final Outcome OTHER_ORIGIN = new Outcome.OtherOrigin();

    /** The reason in the event where the domain is there, and the application does not list the origin. */
    private static final String ORIGIN_NOT_LISTED = "origin_not_listed";

    private final KeycloakSession session;

    GrantedPasswordSignIn(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Outcome signIn(PasswordSignIn asked) {
        TenantSelection tenants = new TenantSelection(session);
        String domain = asked.who().domain();
        RealmModel realm = tenants.named(domain);
        // Which application it is, the base URL tells, or only the domain does.
        boolean byDomain = domain != null && tenants.atSystemLevel();
        RealmModel listing = byDomain ? realm : tenants.base();
        Optional<ClientModel> client = client(tenants, listing, asked);
        if (!admitsOrigin(listing, client)) {
            return byDomain ? ofOtherOrigin(tenants, realm, asked) : OTHER_ORIGIN;
        }
        if (byDomain) {
            RealmEndpoint.letAnyOriginRead();
        }
        return signIn(tenants, realm, realm == null ? Optional.empty() : client, asked, asked.details());
    }

    /**
     * The domain is as one that is nobody's, for its lock and its turn as well: else the answer to a wrong password would tell an origin
     * which domains list it. Nothing is looked at that is the user's.
     */
    private Outcome ofOtherOrigin(TenantSelection tenants, RealmModel realm, PasswordSignIn asked) {
        RealmEndpoint.letAnyOriginRead();
        Map<String, String> details = new HashMap<>(asked.details());
        if (realm != null) {
            details.put(Details.REASON, ORIGIN_NOT_LISTED);
        }
        return signIn(tenants, null, Optional.empty(), asked, details);
    }

    private Outcome signIn(
            TenantSelection tenants,
            RealmModel realm,
            Optional<ClientModel> client,
            PasswordSignIn asked,
            Map<String, String> details) {
        PasswordWay way = new PasswordWay(session, tenants, details);
        Who next = asked.next();
        if (next != null) {
            way.isFollowedBy(SignInTurn.Key.of(
                    tenants.named(next.domain()), RequestedDomain.of(next.domain()), next.username()));
        }
        PasswordOutcome outcome = way.go(
                realm,
                RequestedDomain.of(asked.who().domain()),
                way.usable(realm, client),
                null,
                asked.who().username(),
                asked.password(),
                () -> asked.admits().test(realm));
        if (outcome instanceof PasswordOutcome.Tried tried) {
            return outcome(tried);
        }
        return outcome instanceof PasswordOutcome.Blocked blocked ? denied(blocked.address()) : FAILED;
    }

    private Optional<ClientModel> client(TenantSelection tenants, RealmModel realm, PasswordSignIn asked) {
        return tenants.serves(realm)
                ? ContextRealm.call(session, realm, () -> asked.client().apply(realm))
                : Optional.empty();
    }

    /** Before anything is looked at that is the user's, or the answer tells what that was. One that is listed reads the answer. */
    private boolean admitsOrigin(RealmModel realm, Optional<ClientModel> client) {
        return client.map(listing ->
                        ContextRealm.call(session, realm, () -> RealmEndpoint.admitsOrigin(session, listing)))
                .orElseGet(() -> RealmEndpoint.admitsOrigin(session, null));
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
