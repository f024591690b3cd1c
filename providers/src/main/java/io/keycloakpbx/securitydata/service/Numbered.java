package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.securitydata.AuthorizationProviders;
import io.keycloakpbx.securitydata.Environments;
import io.keycloakpbx.securitydata.SecurityRoles;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.RowLock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Finds objects by the numbers that clients know them by, in one realm. What is not there, or is of another realm or another
 * kind now, is refused as unknown (500302), in the same words.
 */
final class Numbered {

    private final KeycloakSession session;
    private final RealmModel realm;

    Numbered(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The client that is an environment. */
    ClientModel environment(int number) {
        return Environments.client(session, realm, number).orElseThrow(() -> unknown(NumberKind.ENVIRONMENT, number));
    }

    /** The role of the realm, one that users are given. */
    RoleModel role(int number) {
        return find(NumberKind.ROLE, number, id -> {
            RoleModel role = session.roles().getRoleById(realm, id);
            return role != null && SecurityRoles.is(realm, role) ? role : null;
        });
    }

    /** Waits until nobody else changes a role, if there is one, and lets nobody: what is found of it afterwards is as it is. */
    void keepRole(int number) {
        numbers().idOf(realm, NumberKind.ROLE, number).ifPresent(id -> RowLock.sharedRole(session, id));
    }

    /** The identity provider that is an authorization provider; the session is bound to the realm. */
    IdentityProviderModel identityProvider(int number) {
        return AuthorizationProviders.model(session, realm, number)
                .orElseThrow(() -> unknown(NumberKind.AUTHORIZATION_PROVIDER, number));
    }

    /** Waits until nobody else changes an identity provider, if there is one, and lets nobody: what is found of it is as it is. */
    void keepIdentityProvider(int number) {
        numbers()
                .idOf(realm, NumberKind.AUTHORIZATION_PROVIDER, number)
                .ifPresent(id -> RowLock.identityProvider(session, id));
    }

    /** The realm that is a domain, if it is there: any realm of the server, so ask what the caller may do there. */
    Optional<RealmModel> findDomain(int number) {
        return numbers().idOf(administration(), NumberKind.DOMAIN, number).map(session.realms()::getRealm);
    }

    /** The code of the company with a number, of any realm of the server. */
    String companyCode(int number) {
        return new Numbered(session, administration()).find(NumberKind.COMPANY, number, Function.identity());
    }

    /** The number of an object, by what Keycloak knows it by; made where there is none. */
    int numberOf(NumberKind kind, String id) {
        return numbers().numberOf(realm, kind, id);
    }

    /** Tells that the call makes an object of a kind, so that the read service looks for it at once. */
    void noteNew(NumberKind kind) {
        numbers().noteNew(realm, kind);
    }

    /** The refusal of a number that is nobody's. */
    static CommandRefusal unknown(NumberKind kind, int number) {
        return unknown(entity(kind), number);
    }

    /** The same where it is known what the contract calls them. */
    static CommandRefusal unknown(String type, int number) {
        return CommandRefusal.of(
                CommandRefusal.Reason.UNKNOWN_ID, type, number, "There is no " + type + " with the ID " + number + ".");
    }

    /** What the contract calls objects of a kind: {@code ApplicationInstance}. */
    private static String entity(NumberKind kind) {
        return Stream.of(kind.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private <T> T find(NumberKind kind, int number, Function<String, T> object) {
        return numbers().idOf(realm, kind, number).map(object).orElseThrow(() -> unknown(kind, number));
    }

    private NumberProvider numbers() {
        return session.getProvider(NumberProvider.class);
    }

    private RealmModel administration() {
        return session.realms().getRealmByName(AdministrationRealm.NAME);
    }
}
