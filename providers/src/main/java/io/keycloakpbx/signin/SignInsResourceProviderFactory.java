package io.keycloakpbx.signin;

import io.keycloakpbx.http.AdminRealmResource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link SignInsResource} at {@code /admin/realms/{realm}/pbx-sign-ins}. */
public final class SignInsResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new SignInsResource(session, realm, auth);
    }

    @Override
    public String getId() {
        return SignInsResource.ID;
    }
}
