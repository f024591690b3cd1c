package io.keycloakpbx.sts;

import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.TokenRealm;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.SoapException;
import io.keycloakpbx.soap.SoapFault;
import io.keycloakpbx.soap.SoapMessage;
import io.keycloakpbx.soap.WsSecurity;
import io.keycloakpbx.soap.XmlElements;
import io.keycloakpbx.telemetry.SignInTimer;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
import javax.xml.namespace.QName;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.w3c.dom.Element;

/**
 * What the security token service does (WS-Trust): issues, renews, validates and cancels. Who presents a token may do with it what
 * there is to do; to have one issued needs a password.
 */
final class TrustService {

    /** One text for all that is wrong with a sign-in, so that it does not tell which users there are. */
    static final String FAILED =
            "The domain, the user name or the password is wrong, or the user may not sign in at this time.";

    private static final SignInTimer TIMER = new SignInTimer("trust");

    private static final String AUTHENTICATION = "FailedAuthentication";
    private static final String SCOPE = "InvalidScope";

    private final KeycloakSession session;
    private final RealmModel base;
    private final String environment;
    private final String address;

    /**
     * The service at a base URL.
     *
     * @param base the realm of the base URL, to which the session is bound
     * @param environment that of the base URL
     * @param address the base URL, which clients name where they do not know what the token is for
     */
    TrustService(KeycloakSession session, RealmModel base, String environment, String address) {
        this.session = session;
        this.base = base;
        this.environment = environment;
        this.address = address;
    }

    /**
     * Does what a message asks for.
     *
     * @throws SoapException why it is not done; nothing has changed but what a refused sign-in counts
     */
    Response answer(SoapMessage message) {
        WsSecurity security;
        TrustRequest request;
        try {
            security = WsSecurity.of(message).orElse(null);
            request = TrustRequest.read(message, security);
            requireComplete(request, security);
        } catch (SoapException e) {
            RealmEndpoint.letAnyOriginRead();
            throw e;
        }
        Element content =
                switch (request.operation()) {
                    case ISSUE -> issue(request, security);
                    case RENEW -> renew(request);
                    case VALIDATE -> validate(request);
                    case CANCEL -> cancel(request);
                };
        return SoapAnswer.of(message, request.version().answerAction(request.operation()), content);
    }

    private static void requireComplete(TrustRequest request, WsSecurity security) {
        if (request.operation() != TrustVersion.Operation.ISSUE) {
            return;
        }
        if (security == null || security.usernameToken() == null) {
            throw new SoapException(SoapFault.sender(
                    new QName(WsSecurity.NAMESPACE, "InvalidSecurity", "wsse"),
                    "Issue needs a UsernameToken in the Security header."));
        }
        if (request.appliesTo() == null) {
            throw request.fault(SCOPE, "AppliesTo must say what the token is for.");
        }
    }

    private Element issue(TrustRequest request, WsSecurity security) {
        TokenSession signedIn = signedIn(
                request,
                new TokenSignIn(TIMER, session, base, environment)
                        .signIn(
                                security.usernameToken().username(),
                                security.usernameToken().password(),
                                request.appliesTo()));
        RealmModel realm = signedIn.userSession().getRealm();
        return ContextRealm.call(session, realm, () -> {
            SamlTokens tokens = new SamlTokens(session, realm);
            if (!tokens.canIssue()) {
                signedIn.end();
                throw noKey();
            }
            return TrustResponse.token(request, tokens.issue(signedIn, signedIn.lifespan(request.seconds())));
        });
    }

    private static TokenSession signedIn(TrustRequest request, TokenSignIn.Outcome outcome) {
        if (outcome instanceof TokenSignIn.Outcome.SignedIn signedIn) {
            return signedIn.session();
        }
        if (outcome instanceof TokenSignIn.Outcome.NoScope) {
            throw request.fault(SCOPE, "The user has no access to what AppliesTo names in this environment.");
        }
        if (outcome instanceof TokenSignIn.Outcome.MoreToDo more) {
            throw request.fault(AUTHENTICATION, more.text());
        }
        if (outcome instanceof TokenSignIn.Outcome.OtherOrigin) {
            throw otherOrigin();
        }
        if (outcome instanceof TokenSignIn.Outcome.Denied denied) {
            throw request.fault(AUTHENTICATION, denied.text());
        }
        throw request.fault(AUTHENTICATION, FAILED);
    }

    private static SoapException otherOrigin() {
        return new SoapException(
                SoapFault.sender(null, "The application does not list the web origin of the request."));
    }

    private Element renew(TrustRequest request) {
        return withToken(request, (tokens, verification) -> {
            TokenSession found = require(request, verification, EventType.REFRESH_TOKEN);
            if (!tokens.canIssue()) {
                throw noKey();
            }
            found.refresh();
            return TrustResponse.token(request, tokens.issue(found, found.lifespan(request.seconds())));
        });
    }

    private static SoapException noKey() {
        return new SoapException(new SoapFault(
                SoapFault.Code.RECEIVER,
                null,
                "The realm has no RSA key to sign tokens with (RS256): its administrator has to add one."));
    }

    private Element validate(TrustRequest request) {
        return withToken(request, (tokens, verification) -> {
            verification.valid().ifPresent(found -> requireScope(request, found));
            return TrustResponse.status(
                    request,
                    verification.flaw() == null ? null : verification.flaw().text());
        });
    }

    private Element cancel(TrustRequest request) {
        return withToken(request, (tokens, verification) -> {
            require(request, verification, EventType.LOGOUT).end();
            return TrustResponse.cancelled(request);
        });
    }

    private Element withToken(TrustRequest request, BiFunction<SamlTokens, SamlTokens.Verification, Element> work) {
        RealmModel realm = realmOf(request.target());
        return ContextRealm.call(session, realm, () -> {
            SamlTokens tokens = new SamlTokens(session, realm);
            // Who asks whether a token is good is mostly not whose it is.
            String address = request.operation() == TrustVersion.Operation.VALIDATE
                    ? null
                    : session.getContext().getConnection().getRemoteHost();
            SamlTokens.Verification verification = tokens.verify(request.target(), environment, address);
            requireOrigin(verification);
            return work.apply(tokens, verification);
        });
    }

    /** As for a sign-in, before anything is done. That a token is not taken, whoever presents it may know. */
    private void requireOrigin(SamlTokens.Verification verification) {
        if (verification.valid().isEmpty()) {
            RealmEndpoint.letAnyOriginRead();
        } else if (!RealmEndpoint.admitsOrigin(
                session, verification.session().party().client())) {
            throw otherOrigin();
        }
    }

    private TokenSession require(TrustRequest request, SamlTokens.Verification verification, EventType event) {
        if (verification.flaw() != null) {
            TenantEvent.of(session, session.getContext().getRealm(), event)
                    .detail(Details.REASON, verification.flaw().text())
                    .error(Errors.INVALID_TOKEN);
            throw request.fault(
                    verification.flaw() == SamlTokens.Flaw.EXPIRED ? "ExpiredData" : AUTHENTICATION,
                    verification.flaw().text());
        }
        requireScope(request, verification.session());
        return verification.session();
    }

    /** Some clients name the service itself where they do not know what their token is for. */
    private void requireScope(TrustRequest request, TokenSession found) {
        String named = request.appliesTo();
        if (named != null && !named.equals(found.party().uri()) && !named.equals(address)) {
            throw request.fault(SCOPE, "The token is not for what AppliesTo names.");
        }
    }

    /**
     * Whose token it claims to be: at the administration realm that of every tenant is taken which is served now, as for a
     * sign-in; elsewhere the realm's own.
     */
    private RealmModel realmOf(Element assertion) {
        if (!Tenant.isSystemLevel(base)) {
            return base;
        }
        RelyingPartyProvider parties = RelyingPartyProvider.of(session);
        return XmlElements.only(assertion, WsSecurity.SAML_NAMESPACE, Assertion.ISSUER)
                .flatMap(XmlElements::text)
                .flatMap(TokenRealm::name)
                .map(session.realms()::getRealmByName)
                .filter(realm -> Tenant.is(realm) && realm.isEnabled() && !RealmEndpoint.lacksTls(session, realm))
                .filter(parties::isOn)
                .orElse(base);
    }
}
