package io.keycloakpbx.securitydata;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.QueryString;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.keycloak.LocalId;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.securitydata.odata.Document;
import io.keycloakpbx.securitydata.odata.Format;
import io.keycloakpbx.securitydata.odata.ODataException;
import io.keycloakpbx.securitydata.odata.QueryOptions;
import io.keycloakpbx.securitydata.sets.Right;
import io.keycloakpbx.securitydata.sets.SecurityDataSet;
import io.keycloakpbx.securitydata.sets.SecurityDataSets;
import io.keycloakpbx.securitydata.sets.SetContext;
import io.keycloakpbx.securitydata.sets.UsersInView;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.TooManyException;
import io.keycloakpbx.sts.SecurityTokenProvider;
import io.keycloakpbx.sts.SimpleWebTokenKey;
import io.keycloakpbx.tenant.RealmsInView;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.urls.UrlType;
import org.keycloak.util.JsonSerialization;

/** A request for security data: who asks, of which realm and environment, and in which format. */
final class SecurityDataRequest {

    private static final String MAX_VERSION_HEADER = "MaxDataServiceVersion";

    private static final String ANY_ROLE = String.join(
            " or ",
            AdminRoles.VIEW_USERS,
            AdminRoles.VIEW_REALM,
            AdminRoles.VIEW_CLIENTS,
            AdminRoles.VIEW_IDENTITY_PROVIDERS,
            AdminRoles.VIEW_EVENTS);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final String environment;
    private final RequestedFormat requested;
    private final Format format;
    private final SecurityDataRefusals refusals;

    /** Makes what is asked for. */
    @FunctionalInterface
    interface Answer {

        /**
         * The document in a format.
         *
         * @throws ODataException where the request is refused
         */
        Document in(Format format);
    }

    /**
     * @param environment the environment's name in the base URL, or null where it has none
     */
    SecurityDataRequest(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator auth,
            AdminEventBuilder adminEvent,
            String environment) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.environment = environment;
        HttpHeaders headers = session.getContext().getRequestHeaders();
        requested = requested(headers, QueryString.parameters());
        format = requested.kind().at(base());
        refusals = new SecurityDataRefusals(format);
    }

    /** The same with the base URL of an environment. */
    SecurityDataRequest in(String name) {
        return new SecurityDataRequest(session, realm, auth, adminEvent, name);
    }

    /** Whether the base URL is that of an environment. */
    boolean isInEnvironment() {
        return environment != null;
    }

    private static RequestedFormat requested(HttpHeaders headers, Map<String, List<String>> parameters) {
        Optional<String> option;
        try {
            option = QueryOptions.format(parameters);
        } catch (ODataException e) {
            return RequestedFormat.refused(Refusal.of(Response.Status.BAD_REQUEST, e.getMessage()));
        }
        List<String> accept = headers.getRequestHeader(HttpHeaders.ACCEPT);
        String version = Stream.of(MAX_VERSION_HEADER, SecurityDataRefusals.VERSION_HEADER)
                .map(headers::getHeaderString)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return RequestedFormat.of(option, accept == null ? List.of() : accept, version);
    }

    private String base() {
        UriBuilder uri = session.getContext()
                .getUri(UrlType.ADMIN)
                .getBaseUriBuilder()
                .path("admin/realms/{realm}/" + SecurityDataResourceProviderFactory.ID);
        return environment == null
                ? uri.build(realm.getName()) + "/"
                : uri.path("1x/{environment}").build(realm.getName(), environment) + "/";
    }

    /** Refuses callers who may not read a set; where there is no set of the name, those who may read none. */
    void requireView(String set) {
        SecurityDataSets.named(set).ifPresentOrElse(found -> requireView(found.right()), this::requireViewSome);
    }

    private void requireView(Right right) {
        Access access = new Access(auth, refusals);
        switch (right) {
            case VIEW_USERS -> access.requireViewUsers();
            case VIEW_REALM -> access.requireViewRealm();
            case VIEW_CLIENTS -> access.requireViewClients();
            case VIEW_IDENTITY_PROVIDERS -> access.requireViewIdentityProviders();
            case VIEW_EVENTS -> access.requireViewEvents();
        }
    }

    /** Refuses callers who may read none of the sets. */
    void requireViewSome() {
        new Access(auth, refusals)
                .require(
                        auth.users().canView()
                                || auth.realm().canViewRealm()
                                || auth.clients().canView()
                                || auth.realm().canViewIdentityProviders()
                                || auth.realm().canViewEvents(),
                        ANY_ROLE);
    }

    /** The set of a name. */
    SecurityDataSet<?> set(String name) {
        return SecurityDataSets.named(name)
                .orElseThrow(() -> ODataException.unknown("There is no set " + ODataException.shortened(name) + "."));
    }

    /** What sets are read from. */
    SetContext context() {
        return new SetContext(
                session,
                realm,
                Companies.ownerOf(session, realm),
                new RealmsInView(session, auth.adminAuth()),
                new UsersInView(session, realm, Viewed.users(session, realm, auth)),
                client -> auth.clients().canView(client));
    }

    /** The answer in the format that is asked for, or what refuses it: the caller may read what is asked for. */
    Response answer(Answer document) {
        return requested.refusal() == null ? answerAnyhow(document) : refusals.render(requested.refusal());
    }

    /** The same for what there is in one format only, whatever is asked for; refusals come in that. */
    Response answerAnyhow(Answer document) {
        try {
            requireEnvironment();
            Document made = document.in(format);
            return Response.ok(made.text(), MediaType.valueOf(made.contentType()))
                    .header(SecurityDataRefusals.VERSION_HEADER, SecurityDataRefusals.VERSION)
                    .build();
        } catch (ODataException e) {
            return refused(e);
        } catch (TooManyException e) {
            return refused(ODataException.invalid(e.getMessage()));
        }
    }

    /** The key of a client's simple web tokens, for who may manage the client; that it was read is an admin event. */
    Response simpleWebTokenKey(String clientId) {
        ClientModel client = client(clientId);
        new Access(auth, refusals)
                .require(
                        client == null
                                ? auth.clients().canManage()
                                : auth.clients().canManage(client),
                        AdminRoles.MANAGE_CLIENTS);
        return answerAnyhow(wanted -> {
            if (client == null) {
                throw ODataException.unknown("The realm has no such client.");
            }
            SimpleWebTokenKey key = SecurityTokenProvider.of(session)
                    .key(realm, client)
                    .orElseThrow(() -> ODataException.unknown(
                            "The client has no simple web tokens: its attribute pbx.swt is not true."));
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.CLIENT)
                    .resourcePath("clients", client.getId(), SecurityDataResource.SWT_KEY)
                    .success();
            return new Document(
                    MediaType.APPLICATION_JSON,
                    JsonSerialization.valueAsString(SimpleWebTokenKeyRepresentation.of(key)));
        });
    }

    private ClientModel client(String clientId) {
        String asked = StorableText.id(clientId);
        ClientModel named = realm.getClientByClientId(asked);
        return named == null ? realm.getClientById(LocalId.of(clientId)) : named;
    }

    private Response refused(ODataException e) {
        // A statement may have failed, and nothing was changed.
        session.getTransactionManager().setRollbackOnly();
        return refusals.render(Refusal.of(Response.Status.fromStatusCode(e.status()), e.getMessage()));
    }

    private void requireEnvironment() {
        if (environment != null && !Environments.has(session, realm, environment)) {
            throw ODataException.unknown("The realm has no such environment; the set Environment has those of it.");
        }
    }
}
