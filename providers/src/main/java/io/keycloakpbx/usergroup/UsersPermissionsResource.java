package io.keycloakpbx.usergroup;

import io.keycloakpbx.extension.FoundUsers;
import io.keycloakpbx.extension.PbxUserProvider;
import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.keycloak.Viewed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What each user may do, and why. Errors have the shape of Keycloak's Admin API. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class UsersPermissionsResource {

    private static final Page.Length LENGTH = new Page.Length(100, 0, PbxPermissionProvider.MAX_ASKED);
    private static final int TEXT_LENGTH = 255;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final Access access;

    UsersPermissionsResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.access = new Access(auth, RefusalRenderer.ADMIN);
    }

    /**
     * Lists users by name with what they may do, {@code first} left out and {@code max} at most, up to 1,000, without service
     * accounts. The header {@code X-Total-Count} tells how many there are in all.
     *
     * @param search as in Keycloak's user list
     */
    @GET
    @Operation(operationId = "listPermissionsOfUsers", summary = "Lists users with the names of what they may do")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-1000")
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "As in Keycloak's user list",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT_LENGTH))
    @APIResponse(
            responseCode = "200",
            description = "The users",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = EnabledPermissionsRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam("search") String search) {
        access.requireViewUsers();
        Page page = Page.firstMax(session.getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        FoundUsers found = session.getProvider(PbxUserProvider.class)
                .search(
                        realm,
                        QueryText.of("search", search, TEXT_LENGTH, RefusalRenderer.ADMIN),
                        Viewed.users(session, realm, auth),
                        page.first(),
                        page.max());
        Map<String, String> usernames = found.usernamesById();
        Map<String, EffectivePermissions> effective =
                session.getProvider(PbxPermissionProvider.class).effective(realm, usernames.keySet());
        return Page.answer(
                usernames.keySet().stream()
                        .filter(effective::containsKey)
                        .map(id -> new EnabledPermissionsRepresentation(
                                id, usernames.get(id), effective.get(id).enabledNames()))
                        .toList(),
                found.total());
    }

    /** All permissions of a user, by name in ASCII order. A group that the caller may not see is not named. */
    @GET
    @Path("{userId}")
    @Operation(operationId = "getPermissionsOfUser", summary = "Tells what a user may do, and why")
    @APIResponse(
            responseCode = "200",
            description = "The permissions",
            content = @Content(schema = @Schema(implementation = EffectivePermissionsRepresentation.class)))
    public Response get(@PathParam("userId") String userId) {
        UserModel user = requireUser(userId);
        PbxPermissionProvider permissions = session.getProvider(PbxPermissionProvider.class);
        PermissionLabels labels = PermissionLabels.of(permissions.permissions(realm));
        Viewed groups = Viewed.groups(session, realm, auth);
        List<EffectivePermissionsRepresentation.Permission> told =
                permissions.effective(realm, user).permissions().stream()
                        .map(permission -> EffectivePermissionsRepresentation.Permission.of(
                                permission, labels, permission.isDecidedByOneOf(groups)))
                        .toList();
        return Response.ok(new EffectivePermissionsRepresentation(user.getId(), user.getUsername(), told))
                .build();
    }

    /** Who may not look for users does not learn which there are. */
    private UserModel requireUser(String userId) {
        UserModel user = UserId.find(session, realm, userId);
        if (user == null) {
            access.requireViewUsers();
            throw RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.NOT_FOUND, "User not found"));
        }
        access.requireView(user);
        return user;
    }
}
