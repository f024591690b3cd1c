package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.Environments;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.RowLock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;

/** Commands about environments: clients that nobody signs in to. */
final class EnvironmentCommands {

    static final String TYPE = "Environment";
    static final String ID = "EnvironmentID";

    /** What callers lack; the contract has no words for it. */
    static final String DENIED = Refusal.lacksRole(AdminRoles.MANAGE_CLIENTS).text();

    /** The most instances that are renamed with their environment, in one transaction and under its lock. */
    static final int MAX_RENAMED = 500;

    static final List<Command> ALL = List.of(
            new Operation(
                    "CreateEnvironment",
                    Shape.of("CreateEnvironmentReq")
                            .integer(Members.COMPANY_ID)
                            .string(Members.DESCRIPTION)
                            .string(Members.NAME),
                    EntityShape.result("CreateEnvironment", TYPE, EntityShape.of(TYPE)),
                    EnvironmentCommands::create),
            new Operation(
                    "ModifyEnvironment",
                    Shape.of("ModifyEnvironmentReq")
                            .integer(Members.COMPANY_ID)
                            .string(Members.DESCRIPTION)
                            .integer(ID)
                            .string(Members.NAME)
                            .bool(Members.REMOVE),
                    EntityShape.result("ModifyEnvironment", TYPE, EntityShape.of(TYPE)),
                    EnvironmentCommands::modify));

    private EnvironmentCommands() {}

    private static ObjectNode create(CommandCall call) {
        call.require(call.auth().clients().canManage(), DENIED);
        String name = Members.requiredName(call.request(), Members.NAME);
        String description = Members.description(call.request());
        Members.company(call);
        call.requireValid();
        if (Environments.of(call.session(), call.realm()).size() >= Environments.MAX) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED, TYPE, 0, "A domain has at most " + Environments.MAX + " environments");
        }
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(name);
        client.setDescription(description);
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setBearerOnly(true);
        client.setPublicClient(false);
        client.setStandardFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setFullScopeAllowed(false);
        client.setAttributes(Map.of(Environments.ATTRIBUTE, Boolean.TRUE.toString()));
        ClientModel made = new Clients(call, TYPE).create(client, taken(name));
        int id = call.numbered().numberOf(NumberKind.ENVIRONMENT, made.getId());
        return EntityResult.kept(TYPE, call.entity(TYPE, id));
    }

    private static String taken(String name) {
        return "There is an environment or a client called " + name + " already.";
    }

    private static ObjectNode modify(CommandCall call) {
        Body request = call.request();
        int id = Members.id(request, ID);
        Optional<ClientModel> client = Environments.client(call.session(), call.realm(), id);
        call.require(
                client.map(call.auth().clients()::canManage)
                        .orElseGet(() -> call.auth().clients().canManage()),
                DENIED);
        String name = Members.optionalName(request, Members.NAME);
        String description = Members.description(request);
        boolean remove = Members.remove(request);
        Members.company(call);
        call.requireValid();
        // Instances that come to it meanwhile wait, or have come.
        if (client.isEmpty() || !RowLock.client(call.session(), client.get().getId())) {
            throw Numbered.unknown(NumberKind.ENVIRONMENT, id);
        }
        Environment environment = Environments.of(call.session(), call.realm()).stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> Numbered.unknown(NumberKind.ENVIRONMENT, id));
        List<ApplicationInstance> instances = ApplicationInstances.of(call.session(), call.realm()).stream()
                .filter(instance ->
                        instance.environment() != null && instance.environment().id() == id)
                .toList();
        if (remove) {
            return remove(call, client.get(), environment, instances);
        }
        change(call, client.get(), environment, name, description, instances);
        return EntityResult.kept(TYPE, call.entity(TYPE, id));
    }

    private static ObjectNode remove(
            CommandCall call, ClientModel client, Environment environment, List<ApplicationInstance> instances) {
        if (!instances.isEmpty()) {
            throw CommandRefusal.of(
                    Reason.IN_USE,
                    TYPE,
                    environment.id(),
                    "There are instances of applications in environment " + environment.name()
                            + "; remove them, or move them to another, first.");
        }
        ObjectNode entity = call.entity(TYPE, environment.id());
        new Clients(call, TYPE).remove(client, environment.id());
        return EntityResult.removed(TYPE, entity);
    }

    private static void change(
            CommandCall call,
            ClientModel client,
            Environment environment,
            String name,
            String description,
            List<ApplicationInstance> instances) {
        boolean renamed = name != null && !name.equals(environment.name());
        boolean described = description != null && !description.equals(Objects.toString(environment.description(), ""));
        if (renamed) {
            requireRenamable(call, environment, instances);
            requireRoom(instances, environment, name);
        }
        if (renamed || described) {
            new Clients(call, TYPE).update(new Clients.Change(client, environment.id(), taken(name), changed -> {
                changed.setClientId(renamed ? name : changed.getClientId());
                changed.setDescription(described ? description : changed.getDescription());
            }));
        }
        if (renamed) {
            // They name it by its name.
            new Clients(call, ApplicationInstanceCommands.TYPE)
                    .update(instances.stream()
                            .map(instance -> renaming(instance, environment.name(), name))
                            .toList());
        }
    }

    /** Their clients are changed, too. */
    private static void requireRenamable(
            CommandCall call, Environment environment, List<ApplicationInstance> instances) {
        call.require(
                call.auth().clients().canManage()
                        || instances.stream()
                                .map(ApplicationInstance::client)
                                .allMatch(call.auth().clients()::canManage),
                DENIED);
        if (instances.size() > MAX_RENAMED) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    TYPE,
                    environment.id(),
                    "Environment " + environment.name() + " has more than " + MAX_RENAMED
                            + " instances of applications, the most that are renamed at once.");
        }
    }

    private static void requireRoom(List<ApplicationInstance> instances, Environment environment, String name) {
        instances.stream()
                .filter(ApplicationInstance::isMadeForIt)
                .filter(instance -> instance.clientIdIn(name).length() > Members.MAX_TEXT)
                .findFirst()
                .ifPresent(instance -> {
                    throw CommandRefusal.of(
                            Reason.INVALID,
                            TYPE,
                            environment.id(),
                            "Name is too long: with it, the code and the RelyingPartyURI of instance " + instance.id()
                                    + " have more than " + Members.MAX_TEXT + " characters.");
                });
    }

    /** Nothing of one that has gone to another environment meanwhile. */
    private static Clients.Change renaming(ApplicationInstance instance, String before, String after) {
        String taken = "There is a client called "
                + (instance.isMadeForIt()
                        ? instance.clientIdIn(after)
                        : instance.client().getClientId())
                + " already.";
        return new Clients.Change(instance.client(), instance.id(), taken, changed -> rename(changed, before, after));
    }

    private static void rename(ClientRepresentation client, String before, String after) {
        Map<String, String> attributes = client.getAttributes();
        if (!before.equals(attributes.get(ApplicationInstances.ENVIRONMENT))) {
            return;
        }
        String application = attributes.get(ApplicationInstances.APPLICATION);
        String uri = attributes.get(ApplicationInstances.RELYING_PARTY_URI);
        if (application != null
                && uri != null
                && client.getClientId().equals(ApplicationInstances.clientId(application, before, uri))) {
            client.setClientId(ApplicationInstances.clientId(application, after, uri));
        }
        attributes.put(ApplicationInstances.ENVIRONMENT, after);
    }
}
