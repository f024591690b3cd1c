package io.keycloakpbx.tenant;

import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.ErrorResponse;

/**
 * Follows an update of a realm in the Admin API or the admin console. Keycloak has no event for a realm's attributes; it
 * fires its store synchronisation within each such update, before the answer is made.
 */
final class TenantRealmUpdate {

    private static final String CREATED = "pbx.created.";

    private TenantRealmUpdate() {}

    /** After a realm's creation the same event comes too, when the transaction is over and nothing can be read any more. */
    static void ignoreFrom(KeycloakSession session, RealmModel created) {
        session.setAttribute(CREATED + created.getId(), true);
    }

    static void saved(KeycloakSession session, RealmModel realm) {
        if (session.getAttribute(CREATED + realm.getId()) != null) {
            return;
        }
        RealmFacts before = RealmFacts.committed(session, realm.getId());
        try {
            refuseChangeByTenant(session, before, realm);
            new TenantLife(session).saved(before, realm);
        } catch (SipDomainConflictException e) {
            // Keycloak's resource would replace the message of a duplicate by one about the realm's name.
            throw ErrorResponse.exists(e.getMessage());
        } catch (ModelValidationException e) {
            throw ErrorResponse.error(e.getMessage(), Response.Status.BAD_REQUEST);
        }
    }

    /** A tenant's administrator may change its realm, but not take a SIP domain: sign-ins to it would come to that realm. */
    private static void refuseChangeByTenant(KeycloakSession session, RealmFacts before, RealmModel realm) {
        if (!(session.getContext().getBearerToken() instanceof JsonWebToken token)
                || token.getIssuer() == null
                || token.getIssuer().endsWith("/realms/" + Config.getAdminRealm())) {
            return;
        }
        Set<SipDomain> claimed = TenantAttributes.sipDomains(realm).stream().collect(Collectors.toSet());
        if (!claimed.equals(before.domains())) {
            throw ErrorResponse.error(
                    "Only an administrator of the " + Config.getAdminRealm()
                            + " realm may change the SIP domains of realm " + realm.getName(),
                    Response.Status.FORBIDDEN);
        }
    }
}
