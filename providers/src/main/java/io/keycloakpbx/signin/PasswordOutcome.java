package io.keycloakpbx.signin;

import io.keycloakpbx.keycloak.Grant;
import io.keycloakpbx.lockout.AddressBlocked;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** What has come of a password on its way. */
sealed interface PasswordOutcome {

    /** The client's address is blocked: nothing was looked at. */
    record Blocked(AddressBlocked address) implements PasswordOutcome {}

    /** Nobody can sign in there, or this user cannot from here. */
    record Nowhere() implements PasswordOutcome {}

    /** The realm's flow has been run with the client. */
    record Tried(RealmModel realm, ClientModel client, Grant.Outcome outcome) implements PasswordOutcome {}
}
