package io.keycloakpbx.securitykey;

/** What came of an attempt to redeem a key: the key, or nothing. */
public sealed interface SecurityKeyAttempt permits RedeemedSecurityKey, RefusedSecurityKey {

    /** The {@linkplain IssuedSecurityKey#id() id} of the key that the code named, or null where it named none. */
    String id();

    /** The purpose of that key, or null likewise. */
    String purpose();
}
