package io.keycloakpbx.sts;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.securitydata.RelyingParty;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.signin.PasswordSignIn;
import io.keycloakpbx.signin.PasswordSignInProvider;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.telemetry.SignInTimer;
import io.keycloakpbx.tenant.SipUserName;
import io.keycloakpbx.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** Signs in for a security token, at the base URL of a realm and an environment. Outcomes are returned, never thrown. */
final class TokenSignIn {

    /** What has come of it. */
    sealed interface Outcome {

        /**
         * The session is there; the user is in the environment.
         *
         * @param accessToken which the sign-in has given; null where somebody acts for the user, which it does not say
         */
        record SignedIn(TokenSession session, String accessToken) implements Outcome {

            /** Without the token. */
            @Override
            public String toString() {
                return "SignedIn[]";
            }
        }

        /** Wrong password, user, domain, a lock, a suspended realm, an address: one and the same, and one text. */
        record Failed() implements Outcome {}

        /** The password was right, but there is more to do, for which there is no place here; in words. */
        record MoreToDo(String text) implements Outcome {}

        /**
         * There is nothing of that URI at this base URL; or there is, and the password was right, but the user is not in the
         * environment.
         */
        record NoScope() implements Outcome {}

        /** The request is of a web origin that the application of the base URL does not list. */
        record OtherOrigin() implements Outcome {}

        /** The client's address is blocked, whoever it is; in words. */
        record Denied(String text) implements Outcome {}

        /** What the metrics call it. */
        default SignInTimer.Outcome measured() {
            if (this instanceof SignedIn) {
                return SignInTimer.Outcome.SIGNED_IN;
            }
            if (this instanceof MoreToDo) {
                return SignInTimer.Outcome.MORE_TO_DO;
            }
            return this instanceof Denied ? SignInTimer.Outcome.BLOCKED : SignInTimer.Outcome.REFUSED;
        }
    }

    /** The detail of a {@code LOGIN} event that names who acts for the user. */
    static final String ACTOR_DETAIL = "pbx_actor";

    /** The detail of a {@code LOGIN} event that names for whom the user acts. */
    static final String ACT_AS_DETAIL = "pbx_act_as";

    private static final char SEPARATOR = '\\';
    private static final int MOST_OF_A_DOMAIN = 255;
    private static final int MOST_OF_A_NAME = MOST_OF_A_DOMAIN + 1 + SipUserName.MAX_LENGTH;
    private static final String ADDRESS_NOT_ALLOWED = "address_not_allowed";

    private static final Outcome FAILED = new Outcome.Failed();
    private static final Outcome OTHER_ORIGIN = new Outcome.OtherOrigin();
    private static final Outcome NO_SCOPE = new Outcome.NoScope();

    private final SignInTimer timer;
    private final KeycloakSession session;
    private final RealmModel base;
    private final String environment;
    private final RelyingPartyProvider parties;

    /**
     * A sign-in.
     *
     * @param timer that of the way that it comes
     * @param base the realm of the base URL
     * @param environment of the base URL or of the body
     */
    TokenSignIn(SignInTimer timer, KeycloakSession session, RealmModel base, String environment) {
        this.timer = timer;
        this.session = session;
        this.base = base;
        this.environment = environment;
        this.parties = RelyingPartyProvider.of(session);
    }

    /**
     * Signs in.
     *
     * @param username {@code Domain\\User}, or a user name of the base URL's realm
     * @param appliesTo which relying party the token is to be for
     */
    Outcome signIn(String username, String password, String appliesTo) {
        return timer.time(() -> signedIn(who(username), password, appliesTo, Map.of(), null), Outcome::measured);
    }

    /**
     * Signs in two: the token is that of the second, and says who acts for them. Who has somebody's password may act for them; there is
     * no other right to it. Where the second cannot sign in, the first is signed out. It is one sign-in for the metrics.
     */
    Outcome signIn(String username, String password, String actAsUsername, String actAsPassword, String appliesTo) {
        return timer.time(
                () -> signedIn(username, password, actAsUsername, actAsPassword, appliesTo), Outcome::measured);
    }

    private Outcome signedIn(
            String username, String password, String actAsUsername, String actAsPassword, String appliesTo) {
        PasswordSignInProvider.Who actAs = who(actAsUsername);
        Outcome first =
                signedIn(who(username), password, appliesTo, Map.of(ACT_AS_DETAIL, storable(actAsUsername)), actAs);
        if (!(first instanceof Outcome.SignedIn actor)) {
            return first;
        }
        TokenSession by = actor.session();
        Map<String, String> details = new HashMap<>(Map.of(ACTOR_DETAIL, by.username()));
        details.put(RelyingPartyProvider.ACTOR_SESSION, by.userSession().getId());
        Outcome second = signedIn(actAs, actAsPassword, appliesTo, details, null);
        if (second instanceof Outcome.SignedIn acted) {
            return new Outcome.SignedIn(acted.session().actedFor(by), null);
        }
        by.end();
        return second;
    }

    private static PasswordSignInProvider.Who who(String username) {
        String typed = storable(username);
        int separator = typed.indexOf(SEPARATOR);
        return new PasswordSignInProvider.Who(
                separator < 0 ? null : typed.substring(0, separator), typed.substring(separator + 1));
    }

    private Outcome signedIn(
            PasswordSignInProvider.Who who,
            String password,
            String appliesTo,
            Map<String, String> details,
            PasswordSignInProvider.Who next) {
        // Of a base URL that serves others too, an answer must not tell which of them there are.
        boolean isOfBase = who.domain() == null || !Tenant.isSystemLevel(base);
        Optional<RelyingParty> atBase = isOfBase ? parties.find(base, appliesTo, environment) : Optional.empty();
        if (isOfBase && atBase.isEmpty()) {
            RealmEndpoint.letAnyOriginRead();
            return NO_SCOPE;
        }
        Search search = new Search(who.username(), appliesTo, atBase, new HashMap<>(details));
        PasswordSignInProvider.Outcome outcome = PasswordSignInProvider.of(session)
                .signIn(new PasswordSignIn(
                        who,
                        password,
                        realm -> search.party(realm).map(RelyingParty::client),
                        search::admitsAddress,
                        search.details,
                        next));
        if (outcome instanceof PasswordSignInProvider.Outcome.SignedIn in) {
            return ContextRealm.call(session, in.realm(), () -> admitted(in, search.found));
        }
        if (outcome instanceof PasswordSignInProvider.Outcome.SecondFactorDue) {
            return new Outcome.MoreToDo("A second factor is due, for which there is no place here.");
        }
        if (outcome instanceof PasswordSignInProvider.Outcome.ActionsDue due) {
            return new Outcome.MoreToDo(
                    "The user has to sign in with a browser first: " + String.join(", ", due.actions()) + '.');
        }
        if (outcome instanceof PasswordSignInProvider.Outcome.OtherOrigin) {
            return OTHER_ORIGIN;
        }
        return outcome instanceof PasswordSignInProvider.Outcome.Denied denied
                ? new Outcome.Denied(
                        "Too many sign-ins have failed from " + denied.address() + ", until " + denied.until() + '.')
                : FAILED;
    }

    /** The text, or one that nobody is called by where no database could hold it. */
    private static String storable(String text) {
        return text == null || text.length() > MOST_OF_A_NAME || !StorableText.is(text) ? "" : text;
    }

    private Outcome admitted(PasswordSignInProvider.Outcome.SignedIn in, RelyingParty party) {
        String sessionId = in.tokens().getSessionState();
        Optional<TokenSession> found = TokenSession.find(session, in.realm(), party, sessionId);
        if (found.isPresent() && found.get().isAdmitted()) {
            return new Outcome.SignedIn(found.get(), in.tokens().getToken());
        }
        UserSessionModel left = session.sessions().getUserSession(in.realm(), sessionId);
        if (left != null) {
            TokenSession.end(session, left, in.client());
        }
        return found.isPresent() ? NO_SCOPE : FAILED;
    }

    /** Looks for the relying party in the realm that turns out to be meant. */
    private final class Search {

        private final String username;
        private final String appliesTo;
        private final Optional<RelyingParty> atBase;
        private final Map<String, String> details;
        private RelyingParty found;

        Search(String username, String appliesTo, Optional<RelyingParty> atBase, Map<String, String> details) {
            this.username = username;
            this.appliesTo = appliesTo;
            this.atBase = atBase;
            this.details = details;
        }

        Optional<RelyingParty> party(RealmModel realm) {
            if (details.containsKey(RelyingPartyProvider.ACTOR_SESSION) && !isOfActor(realm)) {
                details.remove(RelyingPartyProvider.ACTOR_SESSION);
            }
            Optional<RelyingParty> party = atBase.isPresent() ? atBase : parties.find(realm, appliesTo, environment);
            party.ifPresent(one -> found = one);
            return party;
        }

        private boolean isOfActor(RealmModel realm) {
            return session.sessions().getUserSession(realm, details.get(RelyingPartyProvider.ACTOR_SESSION)) != null;
        }

        /** From elsewhere nobody is to find out passwords: it is asked before one is looked at. */
        boolean admitsAddress(RealmModel realm) {
            String address = session.getContext().getConnection().getRemoteHost();
            if (parties.admitsAddress(realm, null, address)) {
                return true;
            }
            UserModel user = SipUserName.find(session, realm, username);
            boolean admitted = user != null && parties.admitsAddress(realm, user, address);
            if (!admitted) {
                details.put(Details.REASON, ADDRESS_NOT_ALLOWED);
            }
            return admitted;
        }
    }
}
