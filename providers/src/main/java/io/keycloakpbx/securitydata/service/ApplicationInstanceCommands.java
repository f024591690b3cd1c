package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.securitydata.Application;
import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.Environment;
import io.keycloakpbx.securitydata.Environments;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.store.StorableText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * Commands about instances of applications: clients that security tokens are issued for. Whoever takes an environment or an
 * application for one locks it first, the application before the environment.
 */
final class ApplicationInstanceCommands {

    static final String TYPE = "ApplicationInstance";
    private static final String ID = "ApplicationInstanceID";
    private static final String APPLICATION_ID = "ApplicationID";
    private static final String RELYING_PARTY_URI = "RelyingPartyURI";
    private static final String IS_VISIBLE = "IsVisible";

    /** The contract's words. */
    static final String DENIED = "Manage companies permission is required to make this call, unless only making"
            + " modifications to the visibility of the application, which requires only manage application permission.";

    /** The contract's words for a removal. */
    static final String DENIED_REMOVAL = "Manage companies permission is required to make this call.";

    static final List<Command> ALL = List.of(
            new Operation(
                    "CreateApplicationInstance",
                    members("CreateApplicationInstanceReq"),
                    EntityShape.result("CreateApplicationInstance", TYPE, EntityShape.of(TYPE)),
                    ApplicationInstanceCommands::create),
            new Operation(
                    "ModifyApplicationInstance",
                    members("ModifyApplicationInstanceReq").integer(ID).bool(Members.REMOVE),
                    EntityShape.result("ModifyApplicationInstance", TYPE, EntityShape.of(TYPE)),
                    ApplicationInstanceCommands::modify));

    private ApplicationInstanceCommands() {}

    private static Shape members(String type) {
        return Shape.of(type)
                .integer(APPLICATION_ID)
                .integer(Members.COMPANY_ID)
                .string(Members.DESCRIPTION)
                .integer(EnvironmentCommands.ID)
                .bool(IS_VISIBLE)
                .string(Members.NAME)
                .string(RELYING_PARTY_URI);
    }

    /**
     * What an instance is to be.
     *
     * @param application null where it has none
     * @param environment null where it is in all
     * @param description empty for none
     */
    private record Wanted(
            Application application,
            Environment environment,
            String uri,
            String name,
            String description,
            boolean visible) {

        boolean isOfTheKindOf(ApplicationInstance other) {
            return Objects.equals(application, other.application())
                    && Objects.equals(name(environment), name(other.environment()))
                    && Objects.equals(uri, other.relyingPartyUri());
        }

        /** What the client of it is called that is made for it. */
        String clientId() {
            return ApplicationInstances.clientId(application.code(), name(environment), uri);
        }

        private static String name(Environment environment) {
            return environment == null ? null : environment.name();
        }

        String taken() {
            return "There is an instance of application " + (application == null ? "" : application.code())
                    + (environment == null ? "" : " in environment " + environment.name()) + " with RelyingPartyURI "
                    + uri + " already.";
        }
    }

    private static ObjectNode create(CommandCall call) {
        call.require(call.auth().realm().canManageRealm(), DENIED);
        Body request = call.request();
        int applicationId = Members.id(request, APPLICATION_ID);
        int environmentId = Members.id(request, EnvironmentCommands.ID);
        String uri = uri(request, request.requiredString(RELYING_PARTY_URI, Members.MAX_TEXT));
        String name = Members.optionalName(request, Members.NAME);
        String description = Members.description(request);
        Boolean visible = request.optionalBoolean(IS_VISIBLE);
        Members.company(call);
        call.requireValid();
        Application application = application(call, applicationId);
        Environment environment = environment(call, environmentId);
        Wanted wanted = new Wanted(
                application,
                environment,
                uri,
                name == null ? application.name() : name,
                description,
                !Boolean.FALSE.equals(visible));
        List<ApplicationInstance> others = ApplicationInstances.of(call.session(), call.realm());
        if (others.size() >= ApplicationInstances.MAX) {
            throw refusal(
                    Reason.NOT_ALLOWED,
                    0,
                    "A domain has at most " + ApplicationInstances.MAX + " application instances");
        }
        requireFree(0, wanted, others);
        ClientModel made = new Clients(call, TYPE).create(client(wanted), wanted.taken());
        int id = call.numbered().numberOf(NumberKind.APPLICATION_INSTANCE, made.getId());
        warnOfTheSameAudience(call, id, wanted, others);
        return EntityResult.kept(TYPE, call.entity(TYPE, id));
    }

    /** Only security tokens are issued for it as it is made, and by its secret, which nobody is told, tokens by passwords. */
    private static ClientRepresentation client(Wanted wanted) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(wanted.clientId());
        client.setName(wanted.name());
        client.setDescription(wanted.description());
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setPublicClient(false);
        client.setStandardFlowEnabled(false);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(true);
        client.setAttributes(attributes(wanted));
        return client;
    }

    private static Map<String, String> attributes(Wanted wanted) {
        Map<String, String> attributes = new HashMap<>();
        if (wanted.application() != null) {
            attributes.put(
                    ApplicationInstances.APPLICATION, wanted.application().code());
        }
        // An empty one is removed.
        attributes.put(
                ApplicationInstances.ENVIRONMENT,
                wanted.environment() == null ? "" : wanted.environment().name());
        attributes.put(ApplicationInstances.RELYING_PARTY_URI, wanted.uri());
        attributes.put(ApplicationInstances.VISIBLE, String.valueOf(wanted.visible()));
        return attributes;
    }

    private static String uri(Body request, String text) {
        if (text != null && !text.isEmpty() && !isAbsolute(text)) {
            request.violation(RELYING_PARTY_URI, RELYING_PARTY_URI + " must be an absolute URI without a fragment");
        }
        return text;
    }

    private static boolean isAbsolute(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null && !StorableText.hasUnseen(text);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** An application of the realm, locked. */
    private static Application application(CommandCall call, int id) {
        call.session()
                .getProvider(NumberProvider.class)
                .idOf(call.realm(), NumberKind.APPLICATION, id)
                .ifPresent(component -> RowLock.component(call.session(), component));
        return ApplicationInstances.applicationsOf(call.session(), call.realm()).stream()
                .filter(application -> application.id() == id)
                .findFirst()
                .orElseThrow(() -> Numbered.unknown(NumberKind.APPLICATION, id));
    }

    /** An environment of the realm, locked; null for the one of a realm that has none. */
    private static Environment environment(CommandCall call, int id) {
        Environments.client(call.session(), call.realm(), id)
                .ifPresent(client -> RowLock.client(call.session(), client.getId()));
        Environment environment = Environments.of(call.session(), call.realm()).stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> Numbered.unknown(NumberKind.ENVIRONMENT, id));
        return environment.client() == null ? null : environment;
    }

    private static void requireFree(int id, Wanted wanted, List<ApplicationInstance> instances) {
        if (instances.stream().anyMatch(other -> other.id() != id && wanted.isOfTheKindOf(other))) {
            throw refusal(Reason.DUPLICATE, id, wanted.taken());
        }
        if (wanted.application() != null && wanted.clientId().length() > Members.MAX_TEXT) {
            throw refusal(
                    Reason.INVALID,
                    id,
                    RELYING_PARTY_URI + " is too long: with the application's code and the environment's name it has"
                            + " more than " + Members.MAX_TEXT + " characters.");
        }
    }

    /** Nobody can tell then which of them a token is asked for. */
    private static void warnOfTheSameAudience(
            CommandCall call, int id, Wanted wanted, List<ApplicationInstance> instances) {
        instances.stream()
                .filter(other -> other.id() != id
                        && wanted.uri() != null
                        && wanted.uri().equals(other.relyingPartyUri())
                        && Objects.equals(Wanted.name(wanted.environment()), Wanted.name(other.environment())))
                .findFirst()
                .ifPresent(other -> call.warn(
                        TYPE,
                        id,
                        "Instance " + other.id()
                                + " has the same RelyingPartyURI in the same environment: while both are"
                                + " enabled, security tokens are issued for neither."));
    }

    private static ObjectNode modify(CommandCall call) {
        Body request = call.request();
        int id = Members.id(request, ID);
        boolean remove = Members.remove(request);
        Optional<ClientModel> client = ApplicationInstances.client(call.session(), call.realm(), id);
        boolean mayAll = call.auth().realm().canManageRealm();
        boolean mayShow = !remove
                && client.map(call.auth().clients()::canManage)
                        .orElseGet(() -> call.auth().clients().canManage());
        call.require(mayAll || mayShow, remove ? DENIED_REMOVAL : DENIED);
        Integer applicationId = Members.optionalId(request, APPLICATION_ID);
        Integer environmentId = Members.optionalId(request, EnvironmentCommands.ID);
        String uri = uri(request, request.optionalString(RELYING_PARTY_URI, Members.MAX_TEXT));
        String name = Members.optionalName(request, Members.NAME);
        String description = Members.description(request);
        Boolean visible = request.optionalBoolean(IS_VISIBLE);
        Members.company(call);
        if (uri != null && uri.isEmpty()) {
            request.violation(RELYING_PARTY_URI, RELYING_PARTY_URI + " must not be empty");
        }
        call.requireValid();
        ApplicationInstance found = instance(call, id);
        if (client.isEmpty()) {
            throw Numbered.unknown(NumberKind.APPLICATION_INSTANCE, id);
        }
        if (remove) {
            return remove(call, client.get(), found);
        }
        // What it will be in, locked; who renames that meanwhile renames it here, too.
        Application application = applicationId == null ? null : application(call, applicationId);
        Environment environment = environment(call, found, environmentId);
        if (!RowLock.client(call.session(), client.get().getId())) {
            throw Numbered.unknown(NumberKind.APPLICATION_INSTANCE, id);
        }
        ApplicationInstance instance = instance(call, id);
        Wanted wanted = new Wanted(
                application == null ? instance.application() : application,
                environmentId == null ? instance.environment() : environment,
                uri == null ? instance.relyingPartyUri() : uri,
                name == null ? instance.name() : name,
                description == null ? Objects.toString(instance.description(), "") : description,
                visible == null ? instance.visible() : visible);
        call.require(mayAll || isOnlyShown(instance, wanted), DENIED);
        change(call, client.get(), instance, wanted);
        return EntityResult.kept(TYPE, call.entity(TYPE, id));
    }

    private static ApplicationInstance instance(CommandCall call, int id) {
        return ApplicationInstances.of(call.session(), call.realm()).stream()
                .filter(instance -> instance.id() == id)
                .findFirst()
                .orElseThrow(() -> Numbered.unknown(NumberKind.APPLICATION_INSTANCE, id));
    }

    /** The one that is asked for, else the one that it is in. */
    private static Environment environment(CommandCall call, ApplicationInstance instance, Integer asked) {
        if (asked != null) {
            return environment(call, asked);
        }
        return instance.environment() == null
                ? null
                : environment(call, instance.environment().id());
    }

    /** Others than those who manage all may say whether it is shown. What they send along unchanged is no change. */
    private static boolean isOnlyShown(ApplicationInstance instance, Wanted wanted) {
        return wanted.isOfTheKindOf(instance)
                && wanted.name().equals(instance.name())
                && wanted.description().equals(Objects.toString(instance.description(), ""));
    }

    private static void change(CommandCall call, ClientModel client, ApplicationInstance instance, Wanted wanted) {
        if (isOnlyShown(instance, wanted) && wanted.visible() == instance.visible()) {
            return;
        }
        boolean moved = !wanted.isOfTheKindOf(instance);
        if (moved) {
            List<ApplicationInstance> others = ApplicationInstances.of(call.session(), call.realm());
            requireFree(instance.id(), wanted, others);
            warnOfTheSameAudience(call, instance.id(), wanted, others);
        }
        boolean renamed = !wanted.name().equals(instance.name());
        boolean described = !wanted.description().equals(Objects.toString(instance.description(), ""));
        boolean isMadeForIt = instance.isMadeForIt();
        new Clients(call, TYPE).update(new Clients.Change(client, instance.id(), wanted.taken(), changed -> {
            // Where it has none, it is shown by its clientId.
            changed.setName(renamed ? wanted.name() : changed.getName());
            changed.setDescription(described ? wanted.description() : changed.getDescription());
            changed.setClientId(moved && isMadeForIt ? wanted.clientId() : changed.getClientId());
            changed.getAttributes().putAll(moved ? attributes(wanted) : visibility(wanted));
        }));
    }

    private static Map<String, String> visibility(Wanted wanted) {
        return Map.of(ApplicationInstances.VISIBLE, String.valueOf(wanted.visible()));
    }

    private static ObjectNode remove(CommandCall call, ClientModel client, ApplicationInstance instance) {
        if (!instance.isMadeForIt()) {
            throw refusal(
                    Reason.NOT_ALLOWED,
                    instance.id(),
                    "Instance " + instance.id() + " is the client " + client.getClientId()
                            + ", which serves others, too. Remove it as a client, in the admin console.");
        }
        ObjectNode entity = call.entity(TYPE, instance.id());
        new Clients(call, TYPE).remove(client, instance.id());
        return EntityResult.removed(TYPE, entity);
    }

    private static CommandRefusal refusal(Reason reason, int id, String text) {
        return CommandRefusal.of(reason, TYPE, id, text);
    }
}
