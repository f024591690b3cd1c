package io.keycloakpbx.tenant;

import org.keycloak.models.RealmModel;

/** A tenant's name as mails and pages have it, whatever an administrator has typed. */
public final class TenantName {

    private static final int MAX_LENGTH = 200;

    private TenantName() {}

    /** The name on one line of at most {@value #MAX_LENGTH} characters, without what turns the direction of writing. */
    public static String of(RealmModel realm) {
        String name = Tenant.name(realm.getName(), realm.getDisplayName());
        String line = name.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .replaceAll("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "");
        return line.codePoints()
                .limit(MAX_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
