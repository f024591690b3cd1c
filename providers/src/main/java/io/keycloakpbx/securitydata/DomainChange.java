package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.TenantAttributes;
import io.keycloakpbx.tenant.TenantProvider;
import java.util.function.UnaryOperator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A change of what a realm is as a domain of users; what is null stays as it is.
 *
 * @param description empty for none
 * @param company the code of the company; that of the realm's own name for a realm that is a company of its own
 * @param enableIpAllowList whether callers come from listed addresses only
 * @param passwordSetting makes of the rules of passwords what they are to be
 */
public record DomainChange(
        String description, String company, Boolean enableIpAllowList, UnaryOperator<PasswordSetting> passwordSetting) {

    /**
     * Changes a realm, by the rules of realms.
     *
     * @throws org.keycloak.models.ModelException where something breaks its rule
     */
    public void applyTo(KeycloakSession session, RealmModel realm) {
        TenantProvider.of(session).change(realm, () -> {
            if (description != null) {
                setOrRemove(realm, SecurityDataSettings.DESCRIPTION, description);
            }
            if (company != null) {
                // Empty says that there shall be none; an attribute that is not there says nothing.
                realm.setAttribute(TenantAttributes.COMPANY, company.equals(realm.getName()) ? "" : company);
            }
            if (enableIpAllowList != null) {
                realm.setAttribute(SecurityDataSettings.ENABLE_IP_ALLOW_LIST, enableIpAllowList.toString());
            }
            if (passwordSetting != null) {
                PasswordSettings.set(session, realm, passwordSetting.apply(PasswordSettings.of(realm)));
            }
        });
    }

    private static void setOrRemove(RealmModel realm, String attribute, String value) {
        if (value.isEmpty()) {
            realm.removeAttribute(attribute);
        } else {
            realm.setAttribute(attribute, value);
        }
    }
}
