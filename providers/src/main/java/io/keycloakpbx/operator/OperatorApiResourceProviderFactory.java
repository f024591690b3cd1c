package io.keycloakpbx.operator;

import io.keycloakpbx.http.AdminRealmResource;
import io.keycloakpbx.http.LegacyClients;
import io.keycloakpbx.http.OpenOperations;
import io.keycloakpbx.http.RefusalRenderer;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Mounts Prisma SD-WAN's API for operators at {@code /admin/realms/{realm}/v2.0}. */
public final class OperatorApiResourceProviderFactory implements AdminRealmResource, LegacyClients, OpenOperations {

    static final String ID = "v2.0";

    private static final Pattern OPEN =
            Pattern.compile("api/(login|accounts/verify|accounts/password/reset|tenants/[^/]+/login/password/forgot)");

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new OperatorApiResource(session, realm, auth, adminEvent);
    }

    @Override
    public boolean isOpen(String path) {
        return OPEN.matcher(path).matches();
    }

    @Override
    public Set<String> schemes() {
        return Set.of(AuthTokenSchemeFactory.ID);
    }

    @Override
    public RefusalRenderer refusals() {
        return OperatorErrors.REFUSALS;
    }

    @Override
    public String getId() {
        return ID;
    }
}
