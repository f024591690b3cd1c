package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.RowLock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.AdminClientRegisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientRegisteredContext;
import org.keycloak.services.clientpolicy.context.AdminClientUnregisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdatedContext;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.validation.ValidationUtil;

/**
 * Makes, changes and removes the clients that environments and instances are, as the Admin API does: the realm's client policies
 * and Keycloak's rules apply, and there is an admin event. What they say against it, and a clientId that is taken, is a refusal.
 */
@ReliesOn({
    "org.keycloak.services.managers.ClientManager: makes and removes clients as the Admin API does, with what belongs"
            + " to them",
    "org.keycloak.services.managers.RealmManager: what ClientManager is made with",
    "org.keycloak.services.clientpolicy.context: what the realm's client policies are asked with"
})
final class Clients {

    private static final String CLIENTS = "clients";

    private final CommandCall call;
    private final String itemType;

    /**
     * @param itemType what the clients are to whoever calls
     */
    Clients(CommandCall call, String itemType) {
        this.call = call;
        this.itemType = itemType;
    }

    /**
     * Makes a client.
     *
     * @param taken what to say where its clientId is taken
     */
    ClientModel create(ClientRepresentation representation, String taken) {
        return refusable(0, taken, () -> {
            ask(new AdminClientRegisterContext(representation, call.auth().adminAuth()));
            ClientModel client = ClientManager.createClient(call.session(), call.realm(), representation);
            Database.flush(call.session());
            validate(client, true);
            ClientModel before = call.session().getContext().getClient();
            call.session().getContext().setClient(client);
            try {
                ask(new AdminClientRegisteredContext(client, call.auth().adminAuth()));
            } finally {
                call.session().getContext().setClient(before);
            }
            call.event(OperationType.CREATE, ResourceType.CLIENT, representation, CLIENTS, client.getId());
            return client;
        });
    }

    /**
     * A change of a client.
     *
     * @param client as it was found
     * @param id its number
     * @param taken what to say where its new clientId is taken
     * @param change of all that the client is
     */
    record Change(ClientModel client, int id, String taken, Consumer<ClientRepresentation> change) {}

    /** Changes a client: all that it is, as it is once whoever changes it meanwhile has done so. */
    void update(Change change) {
        update(List.of(change));
    }

    /** Changes some clients, together: whenever something is written, all that the session knows is looked at. */
    void update(List<Change> changes) {
        KeycloakSession session = call.session();
        Set<String> there = RowLock.clients(
                session, changes.stream().map(change -> change.client().getId()).toList());
        Database.withoutFlush(session, () -> {
            List<Changed> changed =
                    changes.stream().map(change -> changed(change, there)).toList();
            write(changes);
            changed.forEach(this::tell);
        });
    }

    private record Changed(int id, ClientModel client, ClientRepresentation representation) {}

    private Changed changed(Change change, Set<String> there) {
        String clientUuid = change.client().getId();
        ClientModel client =
                there.contains(clientUuid) ? call.session().clients().getClientById(call.realm(), clientUuid) : null;
        if (client == null) {
            throw Numbered.unknown(itemType, change.id());
        }
        ClientRepresentation representation = ModelToRepresentation.toRepresentation(client, call.session());
        refusable(change.id(), change.taken(), () -> {
            change.change().accept(representation);
            ask(new AdminClientUpdateContext(representation, client, call.auth().adminAuth()));
            if (!representation.getClientId().equals(client.getClientId())) {
                requireFree(representation.getClientId());
                new ClientManager(new RealmManager(call.session())).clientIdChanged(client, representation);
            }
            RepresentationToModel.updateClient(representation, client, call.session());
            return client;
        });
        return new Changed(change.id(), client, representation);
    }

    private void requireFree(String clientId) {
        if (call.session().clients().getClientByClientId(call.realm(), clientId) != null) {
            throw new ModelDuplicateException();
        }
    }

    /** Of several the database does not say which clientId has been taken meanwhile. */
    private void write(List<Change> changes) {
        try {
            Database.flush(call.session());
        } catch (ModelDuplicateException e) {
            throw changes.size() == 1
                    ? refusal(
                            Reason.DUPLICATE,
                            changes.get(0).id(),
                            changes.get(0).taken())
                    : e;
        }
    }

    private void tell(Changed changed) {
        refusable(changed.id(), "", () -> {
            validate(changed.client(), false);
            ask(new AdminClientUpdatedContext(
                    changed.representation(), changed.client(), call.auth().adminAuth()));
            call.event(
                    OperationType.UPDATE,
                    ResourceType.CLIENT,
                    changed.representation(),
                    CLIENTS,
                    changed.client().getId());
            return changed.client();
        });
    }

    /**
     * Removes a client.
     *
     * @param id its number
     */
    void remove(ClientModel found, int id) {
        refusable(id, "", () -> {
            ClientModel client = locked(found, id);
            ask(new AdminClientUnregisterContext(client, call.auth().adminAuth()));
            ClientRepresentation representation = new ClientRepresentation();
            representation.setId(client.getId());
            representation.setClientId(client.getClientId());
            if (!new ClientManager(new RealmManager(call.session())).removeClient(call.realm(), client)) {
                throw refusal(Reason.NOT_ALLOWED, id, "Keycloak keeps the client " + representation.getClientId());
            }
            Database.flush(call.session());
            call.event(OperationType.DELETE, ResourceType.CLIENT, representation, CLIENTS, representation.getId());
            return client;
        });
    }

    /** What was found may be what the cache has, or what there was before this request had to wait. */
    private ClientModel locked(ClientModel found, int id) {
        ClientModel client = RowLock.client(call.session(), found.getId())
                ? call.session().clients().getClientById(call.realm(), found.getId())
                : null;
        if (client == null) {
            throw Numbered.unknown(itemType, id);
        }
        return client;
    }

    /** Work that client policies may refuse. */
    @FunctionalInterface
    private interface Work {
        ClientModel run() throws ClientPolicyException;
    }

    private ClientModel refusable(int id, String taken, Work work) {
        try {
            return work.run();
        } catch (ModelDuplicateException e) {
            throw refusal(Reason.DUPLICATE, id, taken);
        } catch (ModelValidationException e) {
            throw refusal(Reason.INVALID, id, e.getMessage());
        } catch (ClientPolicyException e) {
            throw refusal(Reason.NOT_ALLOWED, id, "A client policy refuses it: " + e.getErrorDetail());
        }
    }

    private void ask(ClientPolicyContext context) throws ClientPolicyException {
        call.session().clientPolicy().triggerOnEvent(context);
    }

    private void validate(ClientModel client, boolean isNew) {
        ValidationUtil.validateClient(call.session(), client, isNew, result -> {
            throw new ModelValidationException(result.getAllErrorsAsString());
        });
    }

    private CommandRefusal refusal(Reason reason, int id, String text) {
        return CommandRefusal.of(reason, itemType, id, text);
    }
}
