package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Body;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.utils.ReservedCharValidator;
import org.keycloak.utils.ReservedCharValidator.ReservedCharException;

/**
 * A tenant that is to be made, as a body or a line of one describes it.
 *
 * @param tenant the tenant
 * @param beginning what it begins with besides
 */
record WantedTenant(TenantRepresentation tenant, NewTenant beginning) {

    /**
     * A tenant that is there, of which nobody has been told yet.
     *
     * @param tenant the tenant
     * @param told what is told this once
     */
    record Made(TenantRepresentation tenant, NewTenant.Told told) {

        /** Invites the administrator, in a session with a request, and tells of all. */
        CreatedTenantRepresentation tell(KeycloakSession session) {
            String administratorId = told.administratorId();
            return new CreatedTenantRepresentation(
                    tenant,
                    told.secrets(),
                    administratorId == null ? null : FirstAdministrator.invite(session, tenant.id(), administratorId));
        }
    }

    /**
     * Reads the members.
     *
     * @throws io.keycloakpbx.http.InvalidBodyException if a member breaks its rule
     * @throws ModelValidationException if no realm can have the name
     */
    static WantedTenant read(Body body) {
        TenantRepresentation tenant = SettingsBody.tenant(body, SettingsBody.OF_NEW_TENANT);
        WantedTenant wanted = new WantedTenant(tenant, SettingsBody.newTenant(body));
        if (tenant.realm() != null
                && (tenant.realm().isBlank() || tenant.realm().length() > SettingsBody.MAX_REALM_LENGTH)) {
            throw new BrokenRuleException(
                    "realm", "must have 1 to " + SettingsBody.MAX_REALM_LENGTH + " characters", TenantRules.REALM_KEY);
        }
        try {
            ReservedCharValidator.validate(tenant.realm());
        } catch (ReservedCharException e) {
            throw BrokenRuleException.of("realm", e.getMessage(), TenantRules.REALM_KEY, Map.of());
        }
        return wanted;
    }

    /**
     * What can be said of the beginning before anything is made.
     *
     * @throws ModelValidationException if a member breaks its rule
     */
    void check(KeycloakSession session) {
        beginning.check(session);
    }

    /**
     * Makes the tenant. It is committed when this returns.
     *
     * @param last looked at before the commit; where it throws, nothing is made
     * @throws org.keycloak.models.ModelException as {@link TenantProvider#create} does
     */
    Made make(TenantProvider tenants, TenantCreation creation, Runnable last) {
        AtomicReference<NewTenant.Told> told = new AtomicReference<>();
        FirstAdministrator administrator = beginning.administrator();
        TenantRepresentation made = tenants.create(tenant, (own, realm) -> {
            told.set(beginning.applyTo(own, realm));
            creation.created(own, realm, administrator == null ? null : administrator.username());
            last.run();
        });
        return new Made(made, told.get());
    }
}
