package io.keycloakpbx.securitydata;

import io.keycloakpbx.address.IpAddress;
import io.keycloakpbx.address.Network;
import io.keycloakpbx.store.StorableText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Finds relying parties among Keycloak's clients, by one query. */
final class JpaRelyingPartyProvider implements RelyingPartyProvider {

    /** Of the same URI: one for each environment, and some. */
    private static final int MOST = 2 * Environments.MAX;

    private final KeycloakSession session;
    private final Function<String, List<Network>> networks;

    /**
     * A provider.
     *
     * @param networks the networks of a text in which commas are between them
     */
    JpaRelyingPartyProvider(KeycloakSession session, Function<String, List<Network>> networks) {
        this.session = session;
        this.networks = networks;
    }

    @Override
    public boolean isOn(RealmModel realm) {
        return SecurityData.isOn(realm);
    }

    @Override
    public boolean hasEnvironment(RealmModel realm, String environment) {
        return Environments.has(session, realm, environment);
    }

    @Override
    public Optional<RelyingParty> find(RealmModel realm, String uri, String environment) {
        if (!isOn(realm) || !StorableText.is(uri) || !hasEnvironment(realm, environment)) {
            return Optional.empty();
        }
        List<ClientModel> clients = new SecurityDataRows(session, realm)
                .clientsWith(ApplicationInstances.RELYING_PARTY_URI, uri, MOST).stream()
                        .map(id -> session.clients().getClientById(realm, id))
                        .filter(client -> client != null && is(client, uri) && hasOnlineSessions(client))
                        .toList();
        List<ClientModel> own = clients.stream().filter(isOf(environment)).toList();
        List<ClientModel> found =
                own.isEmpty() ? clients.stream().filter(isOf(null)).toList() : own;
        return found.size() == 1 ? Optional.of(new RelyingParty(found.get(0), uri, environment)) : Optional.empty();
    }

    /** With offline access by default a sign-in leaves no session of which a token could be a handle. */
    private static boolean hasOnlineSessions(ClientModel client) {
        return !client.getClientScopes(true).containsKey(OAuth2Constants.OFFLINE_ACCESS);
    }

    @Override
    public Optional<RelyingParty> find(RealmModel realm, String clientUuid, String uri, String environment) {
        if (!isOn(realm) || !hasEnvironment(realm, environment)) {
            return Optional.empty();
        }
        return Optional.ofNullable(session.clients().getClientById(realm, StorableText.id(clientUuid)))
                .filter(client -> is(client, uri))
                .filter(isOf(environment).or(isOf(null)))
                .map(client -> new RelyingParty(client, uri, environment));
    }

    private static boolean is(ClientModel client, String uri) {
        return client.isEnabled() && uri.equals(client.getAttribute(ApplicationInstances.RELYING_PARTY_URI));
    }

    private static Predicate<ClientModel> isOf(String environment) {
        return client ->
                Objects.equals(environment, Texts.orNull(client.getAttribute(ApplicationInstances.ENVIRONMENT)));
    }

    @Override
    public boolean admits(RealmModel realm, RelyingParty party, UserModel user) {
        return roles(realm, party, user)
                .filter(roles ->
                        isService(user) ? roles.isWebservice() || roles.wasGivenSomeOfItsOwn() : roles.wasGivenSome())
                .isPresent();
    }

    private static boolean isService(UserModel user) {
        return user.getServiceAccountClientLink() != null
                || UserAttributes.WEBSERVICE.equals(user.getFirstAttribute(UserAttributes.USER_TYPE));
    }

    @Override
    public List<String> permissions(RealmModel realm, RelyingParty party, UserModel user) {
        return roles(realm, party, user).map(RolesInReach::permissions).orElse(List.of());
    }

    private Optional<RolesInReach> roles(RealmModel realm, RelyingParty party, UserModel user) {
        return Environments.named(session, realm, party.environment())
                .map(environment -> new RolesInReach(realm, environment, user));
    }

    @Override
    public boolean admitsAddress(RealmModel realm, UserModel user, String address) {
        if (!Boolean.parseBoolean(realm.getAttribute(SecurityDataSettings.ENABLE_IP_ALLOW_LIST))
                || user != null && Boolean.parseBoolean(user.getFirstAttribute(UserAttributes.BYPASS_IP_ALLOW_LIST))) {
            return true;
        }
        String list = Texts.orNull(realm.getAttribute(SecurityDataSettings.IP_ALLOW_LIST));
        Optional<IpAddress> client = IpAddress.parse(address);
        return list != null
                && client.isPresent()
                && networks.apply(list).stream().anyMatch(network -> network.contains(client.get()));
    }

    @Override
    public void close() {}
}
