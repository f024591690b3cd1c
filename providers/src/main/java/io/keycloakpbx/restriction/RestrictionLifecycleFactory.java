package io.keycloakpbx.restriction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantLifecycle;
import io.keycloakpbx.tenant.TenantLifecycleFactory;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelValidationException;
import org.keycloak.services.ErrorResponse;
import org.keycloak.storage.PartialImportRealmFromRepresentationEvent;

/** Every tenant holds its users to their sign-in restrictions, however the realm was made. */
public final class RestrictionLifecycleFactory implements TenantLifecycleFactory {

    @Override
    public TenantLifecycle create(KeycloakSession session) {
        return new TenantLifecycle() {
            @Override
            public void became(Tenant tenant, Arrival arrival) {
                TenantRestrictions.complete(session, tenant.realm());
                ImportedRestrictions.checkRealm(session, tenant.realm(), arrival == Arrival.START_UP);
            }

            @Override
            public void upgraded(Tenant tenant) {
                TenantRestrictions.complete(session, tenant.realm());
            }

            @Override
            public Collection<String> behind() {
                return TenantRestrictions.lacking(session);
            }
        };
    }

    @Override
    public void complete(ObjectNode realm) {
        TenantRestrictions.complete(realm);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PartialImportRealmFromRepresentationEvent imported) {
                try {
                    ImportedRestrictions.checkUsers(
                            imported.getRealm(), imported.getRep().getUsers());
                } catch (ModelValidationException e) {
                    // Keycloak's resource would answer 400 without the list.
                    throw ErrorResponse.error(e.getMessage(), Response.Status.BAD_REQUEST);
                }
            }
        });
    }

    @Override
    public String getId() {
        return "sign-in-restrictions";
    }
}
