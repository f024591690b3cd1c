package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.SafeUrl;
import io.keycloakpbx.securitydata.AuthorizationProviders;
import io.keycloakpbx.securitydata.ItemRules;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.NumberKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.representations.idm.ComponentRepresentation;

/**
 * Commands about identity providers that this server is a client of by OAuth 2.0 or OpenID Connect. Their secret comes in, and
 * never out.
 */
final class AuthorizationProviderCommands {

    private static final String TYPE = "AuthorizationProvider";
    private static final String ID = "AuthorizationProviderID";
    private static final String IDENTIFIER = "Identifier";
    private static final String CLIENT_ID = "ClientID";
    private static final String CLIENT_SECRET = "ClientSecret";
    private static final String FORCE_SINGLE_SIGNOUT = "ForceSingleSignout";
    private static final String USE_HEADER_AUTHORIZATION = "UseHeaderAuthorization";
    private static final String AUTHORIZATION_URI = "AuthorizationURI";
    private static final String TOKEN_URI = "TokenURI";
    private static final String PROFILE_URI = "ProfileURI";
    private static final String ISSUER = "Issuer";
    private static final String KEY_SET_URI = "KeySetURI";
    private static final String LOGOUT_URI = "LogoutURI";

    /** The contract's words. */
    static final String DENIED = "Manage companies permission is required to make this call.";

    /** What stands for the secret in answers; sent back, it changes nothing. */
    private static final String MASK = ComponentRepresentation.SECRET_VALUE;

    private static final String SECRET = "clientSecret";
    private static final int MAX_SECRET = 2000;

    /** In the configuration, by member: what the contract's document has lost. */
    private static final Map<String, String> ADDRESSES = new TreeMap<>(Map.of(
            AUTHORIZATION_URI, "authorizationUrl",
            TOKEN_URI, "tokenUrl",
            PROFILE_URI, "userInfoUrl",
            ISSUER, "issuer",
            KEY_SET_URI, "jwksUrl",
            LOGOUT_URI, "logoutUrl"));

    /** Members that only providers by OpenID Connect have. */
    private static final Set<String> OF_OPENID = Set.of(ISSUER, KEY_SET_URI, LOGOUT_URI);

    private static final String OAUTH = "oauth2";
    private static final String OPENID = "oidc";

    /** It is part of addresses. */
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    private static final Pattern COLOR = Pattern.compile("[#A-Za-z0-9(),.% -]{0,64}");

    static final List<Command> ALL = List.of(
            new Operation(
                    "CreateAuthorizationProvider",
                    members("CreateAuthorizationProviderReq"),
                    result("CreateAuthorizationProvider"),
                    AuthorizationProviderCommands::create),
            new Operation(
                    "ModifyAuthorizationProvider",
                    members("ModifyAuthorizationProviderReq").integer(ID).bool(Members.REMOVE),
                    result("ModifyAuthorizationProvider"),
                    AuthorizationProviderCommands::modify),
            new Operation(
                    "AuthorizationProviderLookup",
                    Shape.of("AuthorizationProviderLookupReq").integer(ID),
                    Shape.of("AuthorizationProviderLookupResult").object(TYPE, entityShape()),
                    AuthorizationProviderCommands::lookup));

    private AuthorizationProviderCommands() {}

    private static Shape members(String type) {
        Shape shape = Shape.of(type)
                .string(CLIENT_SECRET)
                .integer(Members.COMPANY_ID)
                .bool(FORCE_SINGLE_SIGNOUT)
                .string(IDENTIFIER)
                .string(Members.NAME)
                .bool(USE_HEADER_AUTHORIZATION);
        for (String text : AuthorizationProviders.SETTINGS.keySet()) {
            shape = shape.string(text);
        }
        return withAddresses(shape);
    }

    private static Shape withAddresses(Shape shape) {
        Shape with = shape;
        for (String address : ADDRESSES.keySet()) {
            with = with.string(address);
        }
        return with;
    }

    private static Shape entityShape() {
        return withAddresses(EntityShape.of(TYPE).string(CLIENT_SECRET));
    }

    private static Shape result(String operation) {
        return EntityShape.result(operation, TYPE, entityShape());
    }

    /**
     * What a request says of a provider. What is null stays as it is.
     *
     * @param config texts of the configuration, empty ones for none
     */
    private record Asked(
            String identifier,
            String name,
            String secret,
            Boolean useHeaderAuthorization,
            Boolean forceSingleSignout,
            Map<String, String> config) {

        /**
         * @param known the configuration that is there: what is sent back as it is needs to fit no rule of today
         */
        static Asked of(Body request, Map<String, String> known) {
            Map<String, String> config = new HashMap<>();
            AuthorizationProviders.SETTINGS.forEach((member, key) -> {
                String value = request.optionalString(member, most(member));
                if (value != null) {
                    config.put(key, value);
                }
            });
            ADDRESSES.forEach((member, key) -> {
                String value = address(request, member, known.get(key));
                if (value != null) {
                    config.put(key, value);
                }
            });
            String color = config.get(AuthorizationProviders.SETTINGS.get("CSSColor"));
            if (color != null
                    && !color.equals(known.get(AuthorizationProviders.SETTINGS.get("CSSColor")))
                    && !COLOR.matcher(color).matches()) {
                request.violation("CSSColor", "CSSColor must be a colour of CSS, as #da3b01");
            }
            return new Asked(
                    request.optionalString(IDENTIFIER, Members.MAX_TEXT),
                    Members.optionalName(request, Members.NAME),
                    request.optionalString(CLIENT_SECRET, MAX_SECRET),
                    request.optionalBoolean(USE_HEADER_AUTHORIZATION),
                    request.optionalBoolean(FORCE_SINGLE_SIGNOUT),
                    config);
        }

        private static int most(String member) {
            return CLIENT_ID.equals(member) ? Members.MAX_TEXT : ItemRules.MAX_DESCRIPTION_LENGTH;
        }

        private static String address(Body request, String member, String known) {
            String value = request.optionalString(member, ItemRules.MAX_DESCRIPTION_LENGTH);
            if (value != null && !value.isEmpty() && !value.equals(known) && !isSafe(value)) {
                request.violation(member, member + " must be an https address without user and fragment");
            }
            return value;
        }

        private static boolean isSafe(String value) {
            try {
                return SafeUrl.is(new URI(value));
            } catch (URISyntaxException e) {
                return false;
            }
        }

        boolean has(String member) {
            return !Objects.toString(config.get(ADDRESSES.get(member)), "").isEmpty();
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Asked[" + identifier + "]";
        }
    }

    private static boolean mayManage(CommandCall call) {
        return call.auth().realm().canManageIdentityProviders();
    }

    private static ObjectNode create(CommandCall call) {
        call.require(mayManage(call), DENIED);
        Body request = call.request();
        Asked asked = Asked.of(request, Map.of());
        Members.company(call);
        requireWhole(request, asked);
        call.requireValid();
        IdentityProviderModel provider = empty(call, asked.has(KEY_SET_URI) ? OPENID : OAUTH);
        provider.setAlias(asked.identifier());
        provider.setEnabled(true);
        provider.setSyncMode(IdentityProviderSyncMode.IMPORT);
        provider.getConfig().put(AuthorizationProviders.AUTHENTICATION, AuthorizationProviders.POST);
        provider.getConfig().put("pkceEnabled", Boolean.TRUE.toString());
        provider.getConfig().put("pkceMethod", "S256");
        apply(0, asked, provider);
        requireValid(call, 0, provider);
        try {
            call.session().identityProviders().create(provider);
        } catch (ModelDuplicateException e) {
            throw refusal(
                    Reason.DUPLICATE,
                    0,
                    "There is an authorization provider with the identifier " + asked.identifier() + " already.");
        }
        int id = call.numbered().numberOf(NumberKind.AUTHORIZATION_PROVIDER, provider.getInternalId());
        tell(call, OperationType.CREATE, provider);
        return EntityResult.kept(TYPE, entity(call, id, provider));
    }

    /** All that a provider works with. Where there are keys, what it says is signed. */
    private static void requireWhole(Body request, Asked asked) {
        require(request, IDENTIFIER);
        if (asked.identifier() != null && !ALIAS.matcher(asked.identifier()).matches()) {
            request.violation(
                    IDENTIFIER,
                    IDENTIFIER
                            + " must have 1 to 255 characters, letters, digits, '.', '_' and '-', a letter or a digit"
                            + " first");
        }
        requireSome(request, CLIENT_ID, asked.config().get(AuthorizationProviders.SETTINGS.get(CLIENT_ID)));
        requireAddress(request, AUTHORIZATION_URI, asked);
        requireAddress(request, TOKEN_URI, asked);
        if (MASK.equals(asked.secret())) {
            request.violation(CLIENT_SECRET, CLIENT_SECRET + " is what stands for a secret in answers");
        }
        if (asked.has(KEY_SET_URI) || asked.has(ISSUER) || asked.has(LOGOUT_URI)) {
            requireAddress(request, ISSUER, asked);
            requireAddress(request, KEY_SET_URI, asked);
        } else {
            requireAddress(request, PROFILE_URI, asked);
        }
    }

    private static void requireAddress(Body request, String member, Asked asked) {
        requireSome(request, member, asked.config().get(ADDRESSES.get(member)));
    }

    /** What breaks another rule has been noted, and is not there. */
    private static void requireSome(Body request, String member, String value) {
        require(request, member);
        if (value != null && value.isEmpty()) {
            request.violation(member, member + " must not be empty");
        }
    }

    private static void require(Body request, String member) {
        if (!request.has(member)) {
            request.violation(member, member + " is required");
        }
    }

    /** A provider of the type with the type's own rules and defaults. */
    private static IdentityProviderModel empty(CommandCall call, String type) {
        IdentityProviderModel provider = Stream.of(IdentityProvider.class, SocialIdentityProvider.class)
                .map(spi -> call.session().getKeycloakSessionFactory().getProviderFactory(spi, type))
                .filter(IdentityProviderFactory.class::isInstance)
                .map(factory -> ((IdentityProviderFactory<?>) factory).createConfig())
                .findFirst()
                .orElseGet(IdentityProviderModel::new);
        provider.setProviderId(type);
        if (provider.getConfig() == null) {
            provider.setConfig(new HashMap<>());
        }
        return provider;
    }

    private static void apply(int id, Asked asked, IdentityProviderModel provider) {
        boolean isOpenId = OPENID.equals(provider.getProviderId());
        boolean hasAddresses = isOpenId || OAUTH.equals(provider.getProviderId());
        Map<String, String> config = provider.getConfig();
        for (Map.Entry<String, String> address : ADDRESSES.entrySet()) {
            String value = asked.config().get(address.getValue());
            boolean isItsOwn = hasAddresses && (isOpenId || !OF_OPENID.contains(address.getKey()));
            if (!isItsOwn && value != null && !value.equals(Objects.toString(config.get(address.getValue()), ""))) {
                throw refusal(
                        Reason.NOT_ALLOWED,
                        id,
                        "Authorization provider " + provider.getAlias() + " has no " + address.getKey()
                                + " that can be set.");
            }
        }
        String keys = config.get(ADDRESSES.get(KEY_SET_URI));
        asked.config().forEach((key, value) -> {
            if (value.isEmpty()) {
                config.remove(key);
            } else {
                config.put(key, value);
            }
        });
        if (isOpenId && asked.has(KEY_SET_URI) && !Objects.equals(keys, config.get(ADDRESSES.get(KEY_SET_URI)))) {
            config.put("useJwksUrl", Boolean.TRUE.toString());
            config.put("validateSignature", Boolean.TRUE.toString());
        }
        if (asked.name() != null && !asked.name().equals(shownName(provider))) {
            provider.setDisplayName(asked.name());
        }
        setSecret(asked.secret(), config);
        // Other ways than these two stay as they are unless the member says something else than what is shown of them.
        boolean isHeader = AuthorizationProviders.BASIC.equals(config.get(AuthorizationProviders.AUTHENTICATION));
        if (asked.useHeaderAuthorization() != null && asked.useHeaderAuthorization() != isHeader) {
            config.put(
                    AuthorizationProviders.AUTHENTICATION,
                    asked.useHeaderAuthorization() ? AuthorizationProviders.BASIC : AuthorizationProviders.POST);
        }
        boolean isForced = Boolean.parseBoolean(config.get(AuthorizationProviders.BACK_CHANNEL_LOGOUT));
        if (asked.forceSingleSignout() != null && asked.forceSingleSignout() != isForced) {
            config.put(
                    AuthorizationProviders.BACK_CHANNEL_LOGOUT,
                    asked.forceSingleSignout().toString());
        }
    }

    private static void setSecret(String secret, Map<String, String> config) {
        if (secret == null || MASK.equals(secret)) {
            return;
        }
        if (secret.isEmpty()) {
            config.remove(SECRET);
        } else {
            config.put(SECRET, secret);
        }
    }

    private static String shownName(IdentityProviderModel provider) {
        String name = provider.getDisplayName();
        return name == null || name.isBlank() ? provider.getAlias() : name;
    }

    private static void requireValid(CommandCall call, int id, IdentityProviderModel provider) {
        try {
            provider.validate(call.realm());
        } catch (IllegalArgumentException e) {
            throw refusal(Reason.INVALID, id, Objects.toString(e.getMessage(), "The provider is not valid."));
        }
    }

    private static void tell(CommandCall call, OperationType operation, IdentityProviderModel provider) {
        // Keycloak takes the secret out of it.
        call.event(
                operation,
                ResourceType.IDENTITY_PROVIDER,
                operation == OperationType.DELETE
                        ? null
                        : ModelToRepresentation.toRepresentation(call.session(), call.realm(), provider),
                "identity-provider",
                "instances",
                provider.getAlias());
    }

    private static ObjectNode modify(CommandCall call) {
        call.require(mayManage(call), DENIED);
        Body request = call.request();
        int id = Members.id(request, ID);
        boolean remove = Members.remove(request);
        Optional<IdentityProviderModel> found = AuthorizationProviders.model(call.session(), call.realm(), id);
        Asked asked =
                Asked.of(request, found.map(IdentityProviderModel::getConfig).orElse(Map.of()));
        Members.company(call);
        if (asked.config()
                .getOrDefault(AuthorizationProviders.SETTINGS.get(CLIENT_ID), "-")
                .isEmpty()) {
            request.violation(CLIENT_ID, CLIENT_ID + " must not be empty");
        }
        call.requireValid();
        call.numbered().keepIdentityProvider(id);
        IdentityProviderModel before = call.numbered().identityProvider(id);
        if (remove) {
            return remove(call, id, before);
        }
        if (asked.identifier() != null && !asked.identifier().equals(before.getAlias())) {
            throw refusal(
                    Reason.NOT_ALLOWED, id, IDENTIFIER + " is part of the provider's addresses and cannot be changed.");
        }
        IdentityProviderModel after = copy(call, before);
        apply(id, asked, after);
        requireNoOtherReceiver(id, asked, before, after);
        if (!after.getConfig().equals(before.getConfig())
                || !Objects.equals(after.getDisplayName(), before.getDisplayName())) {
            requireValid(call, id, after);
            call.session().identityProviders().update(after);
            tell(call, OperationType.UPDATE, after);
        }
        return EntityResult.kept(TYPE, entity(call, id, after));
    }

    /** The secret is sent to that address: whoever changes the address has to know the secret. */
    private static void requireNoOtherReceiver(
            int id, Asked asked, IdentityProviderModel before, IdentityProviderModel after) {
        String address = ADDRESSES.get(TOKEN_URI);
        boolean moved = !Objects.equals(
                before.getConfig().get(address), after.getConfig().get(address));
        if (moved
                && before.getConfig().get(SECRET) != null
                && (asked.secret() == null || MASK.equals(asked.secret()))) {
            throw refusal(
                    Reason.INVALID,
                    id,
                    CLIENT_SECRET + " is required where " + TOKEN_URI + " changes: it is sent there.");
        }
    }

    /**
     * A provider, to be changed: what the session has may be what the cache has, and says that it is disabled while its
     * organization is.
     */
    static IdentityProviderModel copy(CommandCall call, IdentityProviderModel provider) {
        IdentityProviderModel copy = empty(call, provider.getProviderId());
        copy.setInternalId(provider.getInternalId());
        copy.setAlias(provider.getAlias());
        copy.setDisplayName(provider.getDisplayName());
        copy.setEnabled(AuthorizationProviders.isEnabled(call.session(), provider));
        copy.setLinkOnly(provider.isLinkOnly());
        copy.setHideOnLogin(provider.isHideOnLogin());
        copy.setTrustEmail(provider.isTrustEmail());
        copy.setAuthenticateByDefault(provider.isAuthenticateByDefault());
        copy.setStoreToken(provider.isStoreToken());
        copy.setAddReadTokenRoleOnCreate(provider.isAddReadTokenRoleOnCreate());
        copy.setFirstBrokerLoginFlowId(provider.getFirstBrokerLoginFlowId());
        copy.setPostBrokerLoginFlowId(provider.getPostBrokerLoginFlowId());
        copy.setOrganizationId(provider.getOrganizationId());
        copy.setConfig(new HashMap<>(provider.getConfig()));
        return copy;
    }

    private static ObjectNode remove(CommandCall call, int id, IdentityProviderModel provider) {
        ObjectNode entity = entity(call, id, provider);
        String alias = provider.getAlias();
        call.session().users().preRemove(call.realm(), provider);
        call.session().identityProviders().remove(alias);
        tell(call, OperationType.DELETE, provider);
        return EntityResult.removed(TYPE, entity);
    }

    private static ObjectNode lookup(CommandCall call) {
        call.require(mayManage(call), DENIED);
        int id = Members.id(call.request(), ID);
        call.requireValid();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set(TYPE, entity(call, id, call.numbered().identityProvider(id)));
        return result;
    }

    /** The entity with what the read service has no property for. */
    private static ObjectNode entity(CommandCall call, int id, IdentityProviderModel provider) {
        ObjectNode entity = call.entity(TYPE, id);
        Map<String, String> config = provider.getConfig();
        ADDRESSES.forEach((member, key) -> entity.put(member, config.get(key)));
        return entity.put(CLIENT_SECRET, config.get(SECRET) == null ? null : MASK);
    }

    private static CommandRefusal refusal(Reason reason, int id, String text) {
        return CommandRefusal.of(reason, TYPE, id, text);
    }
}
