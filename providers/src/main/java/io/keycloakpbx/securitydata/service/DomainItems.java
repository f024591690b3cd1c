package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.securitydata.ApplicationInstance;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.AuthorizationProvider;
import io.keycloakpbx.store.NumberKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.utils.ModelToRepresentation;

/**
 * What users of a domain may use: instances of applications, which are clients that are enabled or not, and authorization
 * providers, likewise. To remove one is to disable it.
 */
final class DomainItems {

    static final String APPLICATIONS = "DomainApplications";
    static final String PROVIDERS = "AllowedAuthorizationProviders";

    private static final String INSTANCE = "ApplicationInstance";
    private static final String INSTANCE_ID = "ApplicationInstanceID";
    private static final String PROVIDER_NAME = "AuthorizationProvider";
    private static final String PROVIDER_ID = "AuthorizationProviderID";
    private static final String SHOW = "ShowOnLogOn";
    private static final int MAX_ITEMS = 1000;

    /** An instance, in requests and results. */
    static final Shape APPLICATION =
            Shape.of("DomainApplication").string(INSTANCE).integer(INSTANCE_ID).bool(Members.REMOVE);

    /** An authorization provider, in requests and results. */
    static final Shape PROVIDER = Shape.of("DomainAuthorizationProvider")
            .string(PROVIDER_NAME)
            .integer(PROVIDER_ID)
            .bool(Members.REMOVE)
            .bool(SHOW);

    private record Application(ClientModel client, int id, boolean enabled) {}

    private record Provider(IdentityProviderModel provider, boolean enabled, Boolean shown) {}

    private final CommandCall call;
    private final List<Application> applications;
    private final List<Provider> providers;

    private DomainItems(CommandCall call, List<Application> applications, List<Provider> providers) {
        this.call = call;
        this.applications = applications;
        this.providers = providers;
    }

    /** The items of a request, which the caller may change. */
    static DomainItems read(CommandCall call) {
        List<Body> applications = items(call, APPLICATIONS);
        List<Body> providers = items(call, PROVIDERS);
        int[] instances = ids(applications, INSTANCE_ID);
        int[] identities = ids(providers, PROVIDER_ID);
        List<Boolean> removed = applications.stream().map(Members::remove).toList();
        List<Provider> read = new ArrayList<>();
        providers.forEach(item -> read.add(new Provider(null, !Members.remove(item), item.optionalBoolean(SHOW))));
        call.requireValid();
        List<Application> clients = each(applications.size(), i -> {
            Optional<ClientModel> client = ApplicationInstances.client(call.session(), call.realm(), instances[i]);
            call.require(
                    client.map(call.auth().clients()::canManage)
                            .orElseGet(() -> call.auth().clients().canManage()),
                    EnvironmentCommands.DENIED);
            return new Application(
                    client.orElseThrow(() -> Numbered.unknown(NumberKind.APPLICATION_INSTANCE, instances[i])),
                    instances[i],
                    !removed.get(i));
        });
        call.require(
                providers.isEmpty() || call.auth().realm().canManageIdentityProviders(),
                AuthorizationProviderCommands.DENIED);
        // In one order, so that two do not wait for each other.
        IntStream.of(identities).sorted().distinct().forEach(call.numbered()::keepIdentityProvider);
        return new DomainItems(
                call,
                clients,
                each(
                        providers.size(),
                        i -> new Provider(
                                AuthorizationProviderCommands.copy(
                                        call, call.numbered().identityProvider(identities[i])),
                                read.get(i).enabled(),
                                read.get(i).shown())));
    }

    private static List<Body> items(CommandCall call, String member) {
        List<Body> items = call.request().optionalObjects(member, MAX_ITEMS);
        return items == null ? List.of() : items;
    }

    private static int[] ids(List<Body> items, String member) {
        return items.stream().mapToInt(item -> Members.id(item, member)).toArray();
    }

    private static <T> List<T> each(int size, IntFunction<T> item) {
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            try {
                items.add(item.apply(i));
            } catch (CommandRefusal e) {
                throw e.at(i);
            }
        }
        return items;
    }

    /** Changes what is not so yet, with one admin event for each. */
    void apply() {
        new Clients(call, INSTANCE)
                .update(applications.stream()
                        .distinct()
                        .filter(application -> application.client().isEnabled() != application.enabled())
                        .sorted(Comparator.comparingInt(Application::id))
                        .map(application -> new Clients.Change(
                                application.client(),
                                application.id(),
                                "",
                                changed -> changed.setEnabled(application.enabled())))
                        .toList());
        providers.stream().filter(DomainItems::changes).forEach(this::apply);
    }

    private static boolean changes(Provider item) {
        return item.provider().isEnabled() != item.enabled()
                || item.shown() != null
                        && item.shown() == Boolean.TRUE.equals(item.provider().isHideOnLogin());
    }

    private void apply(Provider item) {
        IdentityProviderModel provider = item.provider();
        provider.setEnabled(item.enabled());
        if (item.shown() != null) {
            provider.setHideOnLogin(!item.shown());
        }
        call.session().identityProviders().update(provider);
        call.event(
                OperationType.UPDATE,
                ResourceType.IDENTITY_PROVIDER,
                ModelToRepresentation.toRepresentation(call.session(), call.realm(), provider),
                "identity-provider",
                "instances",
                provider.getAlias());
    }

    /** The members of an instance that is allowed. */
    static ObjectNode members(ApplicationInstance instance) {
        return EntityShape.members()
                .put(INSTANCE, instance.name())
                .put(INSTANCE_ID, instance.id())
                .put(Members.REMOVE, false);
    }

    /** The members of a provider that is allowed. */
    static ObjectNode members(AuthorizationProvider provider) {
        return EntityShape.members()
                .put(PROVIDER_NAME, provider.name())
                .put(PROVIDER_ID, provider.id())
                .put(Members.REMOVE, false)
                .put(SHOW, provider.showOnLogOn());
    }
}
