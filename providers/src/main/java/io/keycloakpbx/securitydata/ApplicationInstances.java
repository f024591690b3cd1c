package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.TooManyException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The applications of a realm and their instances. An instance is a client that names an application, or that says which URI
 * tokens for it are issued to.
 */
public final class ApplicationInstances {

    /** The attribute of a client that names its application, by the code. */
    public static final String APPLICATION = "pbx.application";
    /** The attribute of a client that names its environment; without it the client is in all of them. */
    public static final String ENVIRONMENT = "pbx.environment.name";
    /** The attribute of a client that says which URI tokens for it are issued to. */
    public static final String RELYING_PARTY_URI = "pbx.relyingPartyUri";
    /** The attribute of a client that is not to be shown to users, {@code false}. */
    public static final String VISIBLE = "pbx.visible";

    /** The most that a realm can have where they are asked for. */
    public static final int MAX = 5000;

    private ApplicationInstances() {}

    /** The applications of a realm, by number. */
    public static List<Application> applicationsOf(KeycloakSession session, RealmModel realm) {
        return Numbers.number(
                session,
                realm,
                NumberKind.APPLICATION,
                SecurityDataItemFactory.of(realm, ApplicationFactory.ID),
                ComponentModel::getId,
                ApplicationInstances::application);
    }

    private static Application application(int number, ComponentModel component) {
        return new Application(
                number,
                component.getName(),
                Texts.or(component.get(ApplicationFactory.NAME), component.getName()),
                Texts.orNull(component.get(ApplicationFactory.DESCRIPTION)),
                "1".equals(component.get(ApplicationFactory.APP_TRAY_LINK_BEHAVIOR)) ? 1 : 0,
                // Who says nothing lets nobody in by that.
                !"false".equals(component.get(ApplicationFactory.REQUIRES_SECURITY_ACCESS)),
                List.copyOf(component.getConfig().getOrDefault(ApplicationFactory.PERMISSIONS, List.of())));
    }

    /**
     * The instances of a realm, by number, those of disabled clients too. A client whose environment is not there is none: it
     * must not be taken for one that is in all environments.
     *
     * @throws TooManyException where there are more than {@link #MAX}, or too many environments
     */
    public static List<ApplicationInstance> of(KeycloakSession session, RealmModel realm) {
        return of(session, realm, Environments.of(session, realm));
    }

    /**
     * The same where the realm's environments are known.
     *
     * @throws TooManyException where there are more than {@link #MAX}
     */
    public static List<ApplicationInstance> of(
            KeycloakSession session, RealmModel realm, Collection<Environment> known) {
        Map<String, Application> applications = applicationsOf(session, realm).stream()
                .collect(Collectors.toMap(Application::code, Function.identity(), (one, other) -> one));
        Map<String, Environment> environments = known.stream()
                .filter(environment -> environment.client() != null)
                .collect(Collectors.toMap(Environment::name, Function.identity()));
        List<ClientModel> clients = TooManyException.requireFew(
                        new SecurityDataRows(session, realm)
                                .clientsWith(List.of(APPLICATION, RELYING_PARTY_URI), MAX + 1),
                        MAX,
                        "instances of applications")
                .stream()
                .filter(ApplicationInstances::is)
                .filter(client -> isInSomeEnvironment(client, environments))
                .sorted(Comparator.comparing(ClientModel::getClientId))
                .toList();
        return Numbers.number(
                session,
                realm,
                NumberKind.APPLICATION_INSTANCE,
                clients,
                ClientModel::getId,
                (number, client) -> instance(number, client, applications, environments));
    }

    /**
     * The client that is the instance of a number, to be changed.
     *
     * @param number of an instance that {@link #of} has, or of none
     */
    public static Optional<ClientModel> client(KeycloakSession session, RealmModel realm, int number) {
        return session.getProvider(NumberProvider.class)
                .idOf(realm, NumberKind.APPLICATION_INSTANCE, number)
                .map(id -> session.clients().getClientById(realm, id))
                .filter(ApplicationInstances::is);
    }

    /**
     * What the client of an instance is called that is made for it. So the database lets there be one of a kind only, whoever
     * makes two at once.
     *
     * @param application the application's code
     * @param environment the environment's name; null for all
     */
    public static String clientId(String application, String environment, String relyingPartyUri) {
        return segment(application) + '/' + (environment == null ? "" : segment(environment)) + '/' + relyingPartyUri;
    }

    private static String segment(String name) {
        return name.replace("%", "%25").replace("/", "%2F");
    }

    /** Whether a client is an instance of an application. */
    public static boolean is(ClientModel client) {
        return Stream.of(APPLICATION, RELYING_PARTY_URI)
                .anyMatch(name -> Texts.orNull(client.getAttribute(name)) != null);
    }

    private static boolean isInSomeEnvironment(ClientModel client, Map<String, Environment> environments) {
        String environment = Texts.orNull(client.getAttribute(ENVIRONMENT));
        return environment == null || environments.containsKey(environment);
    }

    private static ApplicationInstance instance(
            int number,
            ClientModel client,
            Map<String, Application> applications,
            Map<String, Environment> environments) {
        return new ApplicationInstance(
                number,
                Texts.or(client.getName(), client.getClientId()),
                Texts.orNull(client.getDescription()),
                applications.get(client.getAttribute(APPLICATION)),
                environments.get(client.getAttribute(ENVIRONMENT)),
                Texts.orNull(client.getAttribute(RELYING_PARTY_URI)),
                !"false".equals(client.getAttribute(VISIBLE)),
                client);
    }
}
