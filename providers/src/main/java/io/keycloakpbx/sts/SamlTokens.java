package io.keycloakpbx.sts;

import io.keycloakpbx.keycloak.Frontend;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.RelyingParty;
import io.keycloakpbx.securitydata.RelyingPartyProvider;
import io.keycloakpbx.soap.BoundedXml;
import io.keycloakpbx.soap.SoapAnswer;
import io.keycloakpbx.soap.SoapException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.Urls;
import org.w3c.dom.Element;

/**
 * SAML 2.0 assertions, signed by a realm's own RSA key, each for a session of Keycloak's. The session is bound to the realm.
 * A realm without such a key issues none: none is made for it.
 */
@ReliesOn("org.keycloak.services.Urls: the issuer of a realm, which is that of its JSON web tokens")
final class SamlTokens {

    /** Why a token is not taken. */
    enum Flaw {
        NOT_OURS("This service has not issued the token, or it was changed."),
        EXPIRED("The token has expired."),
        ELSEWHERE("The token is not for this environment."),
        NO_ACCESS("The user is not in the environment any more."),
        ENDED("The session has ended.");

        private final String text;

        Flaw(String text) {
            this.text = text;
        }

        /** In words, for the caller. */
        String text() {
            return text;
        }
    }

    /**
     * What a token is found to be.
     *
     * @param session what it stands for, null where it is not taken
     * @param flaw why it is not taken, null where it is
     */
    record Verification(TokenSession session, Flaw flaw) {

        private static Verification of(Flaw flaw) {
            return new Verification(null, flaw);
        }

        /** The session, where the token is taken. */
        Optional<TokenSession> valid() {
            return Optional.ofNullable(session);
        }
    }

    /**
     * A token that was issued.
     *
     * @param says what it says
     * @param element the token itself, signed, the root of a document
     */
    record Issued(Assertion says, Element element) {}

    /** An id must not begin with a digit (xs:NCName). */
    private static final String ID_PREFIX = "ID_";

    private final KeycloakSession session;
    private final RealmModel realm;

    SamlTokens(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether there is a key to sign with. */
    boolean canIssue() {
        return key().isPresent();
    }

    /**
     * Issues a token for a session.
     *
     * @param seconds how long it lives
     */
    Issued issue(TokenSession of, int seconds) {
        KeyWrapper key = key().orElseThrow();
        RelyingParty party = of.party();
        UserSessionModel userSession = of.userSession();
        Instant now = Instant.ofEpochSecond(Time.currentTime());
        Assertion assertion = new Assertion(
                ID_PREFIX + UUID.randomUUID(),
                issuer(),
                now,
                now.plusSeconds(seconds),
                party.uri(),
                of.username(),
                Instant.ofEpochSecond(userSession.getStarted()),
                userSession.getId(),
                party.environment(),
                party.client().getClientId(),
                RelyingPartyProvider.of(session).permissions(realm, party, of.user()),
                of.actor());
        Element element = assertion.write(SoapAnswer.document());
        AssertionSignature.sign(
                element,
                key.getKid(),
                new KeyPair((PublicKey) key.getPublicKey(), (PrivateKey) key.getPrivateKey()),
                key.getCertificate());
        return new Issued(assertion, element);
    }

    /** What a token stands for, whatever environment it is for. The session is bound to the realm. */
    static Optional<TokenSession> verify(KeycloakSession session, RealmModel realm, Element sent) {
        return new SamlTokens(session, realm)
                .verify(sent, null, session.getContext().getConnection().getRemoteHost())
                .valid();
    }

    /** The same of one in Base64, as it is sent where there is no XML; none where it is anything else. */
    static Optional<TokenSession> verify(KeycloakSession session, RealmModel realm, String sent) {
        try {
            return verify(
                    session,
                    realm,
                    BoundedXml.read(Base64.getMimeDecoder().decode(sent)).getDocumentElement());
        } catch (IllegalArgumentException | SoapException e) {
            return Optional.empty();
        }
    }

    /**
     * Verifies a token as it was sent.
     *
     * @param environment which it has to be for; null for any
     * @param address where it is used; null where that is not known
     */
    Verification verify(Element sent, String environment, String address) {
        Optional<Assertion> read = AssertionSignature.verified(sent, this::verifyingKey)
                .flatMap(Assertion::read)
                .filter(assertion -> assertion.issuer().equals(issuer()));
        if (read.isEmpty()) {
            return Verification.of(Flaw.NOT_OURS);
        }
        Assertion assertion = read.get();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        if (!now.isBefore(assertion.expires())
                || now.isBefore(assertion.issued().minusSeconds(Assertion.SKEW))) {
            return Verification.of(Flaw.EXPIRED);
        }
        if (environment != null && !environment.equals(assertion.environment())) {
            return Verification.of(Flaw.ELSEWHERE);
        }
        // Who it is says the session, of which the token is a handle.
        return party(assertion)
                .flatMap(party -> TokenSession.find(
                        session,
                        realm,
                        party,
                        assertion.sessionId(),
                        (int) assertion.issued().getEpochSecond(),
                        address))
                .map(found -> found.isAdmitted() ? new Verification(found, null) : Verification.of(Flaw.NO_ACCESS))
                .orElseGet(() -> Verification.of(Flaw.ENDED));
    }

    private Optional<RelyingParty> party(Assertion assertion) {
        ClientModel client = realm.getClientByClientId(assertion.clientId());
        return client == null
                ? Optional.empty()
                : RelyingPartyProvider.of(session)
                        .find(realm, client.getId(), assertion.audience(), assertion.environment());
    }

    private String issuer() {
        return Urls.realmIssuer(Frontend.of(session, realm), realm.getName());
    }

    /** The first active one; Keycloak's own look-up of it makes one where there is none. */
    private Optional<KeyWrapper> key() {
        return session.keys()
                .getKeysStream(realm, KeyUse.SIG, Algorithm.RS256)
                .filter(key -> key.getStatus().isActive() && key.getPrivateKey() != null)
                .findFirst();
    }

    /** A key that has been replaced verifies until it is disabled. */
    private PublicKey verifyingKey(String keyId) {
        KeyWrapper key = session.keys().getKey(realm, keyId, KeyUse.SIG, Algorithm.RS256);
        return key == null ? null : (PublicKey) key.getPublicKey();
    }
}
