package io.keycloakpbx.extension;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.RefusalRenderer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts {@link PeopleResource} at {@code /admin/realms/{realm}/pbx-people}. */
public final class PeopleResourceProviderFactory implements AdminRealmResource {

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new PeopleResource(
                new ExtensionRequest(session, realm, new Access(auth, RefusalRenderer.ADMIN), adminEvent));
    }

    @Override
    public String getId() {
        return PeopleResource.ID;
    }
}
