package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.RowLock;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.organization.utils.Organizations;

/** Links a user to identity providers, and ends such links. */
@ReliesOn("org.keycloak.organization.utils.Organizations: the provider of an organization that a user belongs to")
final class UserLinks {

    private static final String TYPE = "AuthorizationProvider";

    private final CommandCall call;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    UserLinks(CommandCall call, UserModel user) {
        this.call = call;
        this.session = call.session();
        this.realm = call.realm();
        this.user = user;
    }

    /** Makes the changes that a request wants. */
    void change(List<UserInput.IdentityItem> items) {
        for (int i = 0; i < items.size(); i++) {
            UserInput.IdentityItem item = items.get(i);
            UserAssignments.at(
                    i,
                    () -> change(
                            call.numbered().identityProvider(item.providerId()).getAlias(), item));
        }
    }

    private void change(String alias, UserInput.IdentityItem item) {
        FederatedIdentityModel there = session.users().getFederatedIdentity(realm, user, alias);
        if (item.remove()) {
            if (there != null && session.users().removeFederatedIdentity(realm, user, alias)) {
                event(OperationType.DELETE, alias, null);
            }
            return;
        }
        String name = item.name() == null || item.name().isBlank() ? item.identity() : item.name();
        FederatedIdentityModel link = new FederatedIdentityModel(alias, item.identity(), name);
        if (there != null) {
            if (!there.getUserId().equals(item.identity())) {
                throw refused(
                        Reason.DUPLICATE, item, "The user has another identity of this provider; remove it first.");
            }
            if (!name.equals(there.getUserName())) {
                session.users().updateFederatedIdentity(realm, user, link);
                event(OperationType.UPDATE, alias, link);
            }
            return;
        }
        // No key of the database keeps two users from the same identity.
        RowLock.realm(session, realm.getId());
        if (session.users().getUserByFederatedIdentity(realm, link) != null) {
            throw refused(Reason.DUPLICATE, item, "Another user has this identity.");
        }
        if (!Organizations.resolveHomeBroker(session, user).isEmpty()) {
            throw refused(
                    Reason.NOT_ALLOWED, item, "The user belongs to an organization, whose provider is the only one.");
        }
        session.users().addFederatedIdentity(realm, user, link);
        event(OperationType.CREATE, alias, link);
    }

    private void event(OperationType operation, String alias, FederatedIdentityModel link) {
        call.event(
                operation,
                ResourceType.USER,
                link == null ? null : ModelToRepresentation.toRepresentation(link),
                "users",
                user.getId(),
                "federated-identity",
                alias);
    }

    private static CommandRefusal refused(Reason reason, UserInput.IdentityItem item, String text) {
        return CommandRefusal.of(reason, TYPE, item.providerId(), text);
    }
}
