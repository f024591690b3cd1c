package io.keycloakpbx.securitykey;

import io.keycloakpbx.extension.PbxUserName;
import io.keycloakpbx.extension.PbxUserProvider;
import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.StorableText;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.common.Profile;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/security-keys}: what administrators see of the realm's keys, their revocation, and links that
 * administrators give to users. Keys concern users' accounts, so reading needs the permission to view users and everything
 * else the permission to manage them.
 */
@Tag(name = "Security keys")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public final class SecurityKeyAdminResource {

    static final String RESOURCE_TYPE = "SECURITY_KEY";

    private static final String USER = "user";
    private static final String PURPOSE = "purpose";

    private static final Page.Length PAGE = new Page.Length(100, 1, 500);
    private static final String SEARCH = "search";
    private static final int SEARCH_LENGTH = 255;

    /** How many users a search may mean: the database is asked for the keys of all of them. */
    private static final int MOST_USERS = 100;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Access access;
    private final AdminEventBuilder adminEvent;

    SecurityKeyAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.access = new Access(auth, RefusalRenderer.ADMIN);
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
    }

    /**
     * The keys that have not expired, at most 500 at a time, those that expire first at the front.
     *
     * @param search what the users' names have, as in Keycloak's user list; of more than 100 users nothing is told. Whom a key
     *     is for is told of users whom the caller may view; the keys of others are listed and counted without their users, as
     *     Keycloak lists and counts the sessions of a client
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSecurityKeys",
            summary = "Lists the keys that have not expired, those that expire first at the front")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-500")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description = "Keys for users whom Keycloak's user list finds so, 100 at most",
            schema = @Schema(type = SchemaType.STRING, maxLength = SEARCH_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "The keys",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = SecurityKeySummary.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(
            @QueryParam(PURPOSE) String purpose, @QueryParam(USER) String userId, @QueryParam(SEARCH) String search) {
        access.requireViewUsers();
        Page page = Page.firstMax(session.getContext().getUri().getQueryParameters(), PAGE, RefusalRenderer.ADMIN);
        String of = storable(purpose);
        Viewed viewed = Viewed.users(session, realm, access.auth());
        Collection<String> users = users(viewed, userId, search);
        List<SecurityKeySummary> keys = provider().list(realm, of, users, page.first(), page.max());
        Map<String, PbxUserName> names = session.getProvider(PbxUserProvider.class)
                .shownNames(
                        realm,
                        keys.stream()
                                .map(SecurityKeySummary::user)
                                .filter(Objects::nonNull)
                                .map(SecurityKeyUser::id)
                                .collect(Collectors.toSet()),
                        viewed);
        return Page.answer(
                keys.stream().map(key -> key.named(names)).toList(), provider().count(realm, of, users));
    }

    /** Whose keys are asked for, or null for everybody's. */
    private Collection<String> users(Viewed viewed, String userId, String search) {
        String text = QueryText.of(SEARCH, search, SEARCH_LENGTH, RefusalRenderer.ADMIN);
        if (text == null) {
            return userId == null ? null : viewed.has(userId) ? List.of(userId) : List.of();
        }
        // Without those whom the caller may not view, so that their number is not told either.
        List<String> ids = session.users()
                .searchForUserStream(
                        realm,
                        Map.of(UserModel.SEARCH, text, UserModel.INCLUDE_SERVICE_ACCOUNT, "false"),
                        0,
                        viewed.isEverything() ? MOST_USERS + 1 : Viewed.MOST_ASKED)
                .map(UserModel::getId)
                .filter(viewed::has)
                .limit(MOST_USERS + 1)
                .toList();
        if (ids.size() > MOST_USERS) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(
                            SEARCH, "More than " + MOST_USERS + " users are found by this; type more of the name")
                    .withKey("pbxErrorTooManyUsers", Map.of("most", Integer.toString(MOST_USERS))));
        }
        return userId == null ? ids : ids.contains(userId) ? List.of(userId) : List.of();
    }

    /**
     * Makes a key that lets a user in, or has the user do something, as a link and as a QR code. The answer is the only one
     * that tells them.
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "issueSecurityKeyLink",
            summary = "Makes a link that lets a user in or has the user do something; it is told this once")
    @RequestBodySchema(SecurityKeyLinkBody.class)
    @APIResponseSchema(
            value = SecurityKeyLinkRepresentation.class,
            responseCode = "200",
            responseDescription = "The link")
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response issue(byte[] body) {
        access.requireManageUsers();
        SecurityKeyRequest request;
        try {
            request = request(JsonBody.read(body));
        } catch (InvalidBodyException e) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(e));
        }
        SecurityKeyFlow.ensure(session, realm);
        IssuedSecurityKey key = provider().issue(realm, request);
        adminEvent
                .operation(OperationType.CREATE)
                .resourcePath(session.getContext().getUri(), key.id())
                .representation(Map.of(
                        USER,
                        request.action().userId(),
                        PURPOSE,
                        request.purpose(),
                        "action",
                        request.action().name()))
                .success();
        String url = SecurityKeyActionToken.of(key, request.action()).url(session, realm);
        return Response.ok(SecurityKeyLinkRepresentation.of(key, url)).build();
    }

    private SecurityKeyRequest request(JsonBody json) {
        json.refuseOthersThan(Set.of(USER, PURPOSE, "action", "lifeSpan", "clientId", "redirectUri"));
        String userId = json.requiredString(USER, SecurityKeyResource.MAX_NAME);
        String purpose = json.requiredString(PURPOSE, SecurityKeyProvider.MAX_PURPOSE);
        String action = json.requiredString("action", SecurityKeyResource.MAX_NAME);
        SecurityKeyPurpose rules = SecurityKeyPurpose.of(realm, purpose);
        long lifeSpan =
                json.requiredInteger("lifeSpan", 1, rules.maxLifeSpan(session).toSeconds());
        UserModel user = UserId.find(session, realm, userId);
        if (user == null) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(USER, "The realm has no such user."));
        }
        access.requireManage(user);
        access.require(access.auth().users().canResetPassword(user), AdminRoles.MANAGE_USERS);
        if (rules.issueRole() != null) {
            throw RefusalRenderer.ADMIN.thrown(SecurityKeyErrors.forbidden(
                    PURPOSE, "Keys of this purpose are not for administrators: it has an issueRole."));
        }
        SecurityKeyAction resolved = new SecurityKeyActionRequest(
                        action,
                        json.optionalString("clientId", SecurityKeyResource.MAX_NAME),
                        json.optionalString("redirectUri", SecurityKeyResource.MAX_REDIRECT_URI),
                        RefusalRenderer.ADMIN)
                .resolve(session, rules, user);
        AdminAuth caller = access.auth().adminAuth();
        SecurityKeyIssuer issuer = new SecurityKeyIssuer(
                caller.getClient().getClientId(),
                caller.getUser().getId(),
                caller.getRealm().getId());
        requireMayOpen(issuer, user, resolved);
        return new SecurityKeyRequest(purpose, user.getUsername(), Duration.ofSeconds(lifeSpan), resolved, issuer);
    }

    /** What the caller's token says, and what the model does: the link is good only while that stays so. */
    private void requireMayOpen(SecurityKeyIssuer issuer, UserModel user, SecurityKeyAction action) {
        Optional<SecurityKeyAdministrator> administrator = SecurityKeyAdministrator.of(session, realm, issuer);
        if (administrator.filter(who -> who.isOutranked(user)).isPresent()) {
            throw RefusalRenderer.ADMIN.thrown(SecurityKeyErrors.forbidden(
                    USER, "You do not have access to this user: the user has admin roles that you do not have."));
        }
        if (action.letsIn() && !Profile.isFeatureEnabled(Profile.Feature.IMPERSONATION)) {
            throw RefusalRenderer.ADMIN.thrown(SecurityKeyErrors.forbidden(
                    "action",
                    "Links that let somebody in need Keycloak's feature impersonation, which is off on this server."));
        }
        access.require(!action.letsIn() || access.auth().users().canImpersonate(user, null), AdminRoles.IMPERSONATION);
        access.require(administrator.filter(who -> who.mayOpen(user, action)).isPresent(), AdminRoles.MANAGE_USERS);
    }

    /**
     * Revokes one key. Its user, if any, is one whom the caller may manage; where nothing tells any more who that is, it takes the
     * right to manage all.
     */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "revokeSecurityKey", summary = "Revokes a key")
    @APIResponse(responseCode = "204", description = "Revoked")
    public void revoke(@PathParam("id") String id) {
        access.requireManageUsers();
        SecurityKeySummary key = provider().find(realm, StorableText.id(id)).orElseThrow(this::notFound);
        access.require(
                key.action() == null
                        || managesAll()
                        || key.user() != null && mayManage(key.user().id()),
                AdminRoles.MANAGE_USERS);
        if (!provider().revoke(realm, key.id())) {
            throw notFound();
        }
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .success();
    }

    private WebApplicationException notFound() {
        return RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.NOT_FOUND, "Security key not found"));
    }

    /**
     * Revokes all keys of a purpose or all keys for a user, and answers how many they were. Keys for users whom the caller
     * may not manage stay.
     */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "revokeSecurityKeys", summary = "Revokes all keys of a purpose or all keys for a user")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponseSchema(
            value = RevokedSecurityKeys.class,
            responseCode = "200",
            responseDescription = "How many they were")
    public RevokedSecurityKeys revokeAll(@QueryParam(PURPOSE) String purpose, @QueryParam(USER) String userId) {
        access.requireManageUsers();
        if ((purpose == null) == (userId == null)) {
            throw RefusalRenderer.ADMIN.thrown(
                    Refusal.of(Response.Status.BAD_REQUEST, "One of purpose and user is required"));
        }
        int revoked = purpose == null ? revokeByUser(userId) : revokeByPurpose(storable(purpose));
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .representation(Map.of(
                        purpose == null ? USER : PURPOSE,
                        purpose == null ? userId : purpose,
                        "revoked",
                        Integer.toString(revoked)))
                .success();
        return new RevokedSecurityKeys(revoked);
    }

    /** Whom the caller may not even view has no keys for the caller. */
    private int revokeByUser(String userId) {
        if (managesAll() || mayManage(userId)) {
            return provider().revokeByUser(realm, userId);
        }
        UserModel user = UserId.find(session, realm, userId);
        access.require(user == null || !access.auth().users().canView(user), AdminRoles.MANAGE_USERS);
        return 0;
    }

    private int revokeByPurpose(String purpose) {
        return managesAll()
                ? provider().revokeByPurpose(realm, purpose)
                : provider().revokeByPurpose(realm, purpose, this::mayManage);
    }

    /** Who may manage all users by a role may manage each; by permissions, single ones may be left out. */
    private boolean managesAll() {
        return !SecurityKeyRights.areFineGrained(session, realm)
                || access.auth().hasOneAdminRole(AdminRoles.MANAGE_USERS);
    }

    /** Whether the caller, who may manage users, may manage the one with an id: one whom nobody finds at present is no such user. */
    private boolean mayManage(String userId) {
        UserModel user = UserId.find(session, realm, userId);
        return user != null && access.auth().users().canManage(user);
    }

    private static String storable(String purpose) {
        return purpose == null ? null : StorableText.id(purpose);
    }

    private SecurityKeyProvider provider() {
        return session.getProvider(SecurityKeyProvider.class);
    }
}
