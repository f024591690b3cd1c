package io.keycloakpbx.tenant;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;

/**
 * Follows what the Admin API and the admin console do to a realm. Keycloak has no event for a realm's attributes; it fires
 * its store synchronisation within each update, before the answer is made.
 */
final class TenantRealmUpdate {

    private static final String CREATED = "pbx.created.";

    private TenantRealmUpdate() {}

    /** After a realm's creation the same event comes too, when the transaction is over and nothing can be read any more. */
    static void ignoreFrom(KeycloakSession session, RealmModel created) {
        session.setAttribute(CREATED + created.getId(), true);
    }

    static void saved(KeycloakSession session, RealmModel realm) {
        if (session.getAttribute(CREATED + realm.getId()) == null) {
            inWords(() -> new TenantLife(session).saved(RealmFacts.committed(session, realm.getId()), realm));
        }
    }

    static void removed(KeycloakSession session, RealmModel realm) {
        inWords(() -> new TenantLife(session).removed(realm));
    }

    private static void inWords(Runnable work) {
        try {
            work.run();
        } catch (SipDomainConflictException e) {
            // Keycloak's resource would replace the message of a duplicate by one about the realm's name.
            throw ErrorResponse.exists(e.getMessage());
        } catch (OperatorsFactException e) {
            throw ErrorResponse.error(e.getMessage(), Response.Status.FORBIDDEN);
        } catch (ModelValidationException e) {
            throw ErrorResponse.error(e.getMessage(), Response.Status.BAD_REQUEST);
        }
    }
}
