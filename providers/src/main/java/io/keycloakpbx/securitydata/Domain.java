package io.keycloakpbx.securitydata;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A realm as a domain of users.
 *
 * @param owner its name and number, and those of its company
 * @param description null where there is none
 * @param enableIpAllowList whether callers come from listed addresses only
 */
public record Domain(Owner owner, String description, boolean enableIpAllowList, PasswordSetting passwordSetting) {

    /** What a realm is. */
    public static Domain of(KeycloakSession session, RealmModel realm) {
        return of(realm, Companies.ownerOf(session, realm));
    }

    /** The same where the owner is known. */
    public static Domain of(RealmModel realm, Owner owner) {
        return new Domain(
                owner,
                Texts.orNull(realm.getAttribute(SecurityDataSettings.DESCRIPTION)),
                Boolean.parseBoolean(realm.getAttribute(SecurityDataSettings.ENABLE_IP_ALLOW_LIST)),
                PasswordSettings.of(realm));
    }
}
