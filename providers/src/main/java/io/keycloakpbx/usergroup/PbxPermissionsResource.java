package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.keycloak.Viewed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * What groups and users say of permissions, what that comes to and why, for administrators who see all of it at once. Who may
 * what is decided as for clients of sipXcom. Errors have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "User groups")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class PbxPermissionsResource {

    private static final String SUPERADMIN = BuiltInPermission.SUPERADMIN.permissionName();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserGroupAccess rights;
    private final AdminEventBuilder adminEvent;

    PbxPermissionsResource(KeycloakSession session, UserGroupAccess rights, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = rights.realm();
        this.rights = rights;
        this.adminEvent = adminEvent;
    }

    private PbxPermissionProvider permissions() {
        return session.getProvider(PbxPermissionProvider.class);
    }

    /** The permissions of the realm that can be set, by name in ASCII order. */
    @GET
    @Operation(
            operationId = "listPbxPermissions",
            summary = "Lists the permissions that can be set, with their defaults")
    @APIResponse(
            responseCode = "200",
            description = "The permissions",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ListedPermissionRepresentation.class)))
    public Response list() {
        rights.access().requireViewUsers();
        return answer(permissions().permissions(realm).stream()
                .map(ListedPermissionRepresentation::of)
                .toList());
    }

    /** What a top-level group says of each permission, and what that comes to for a user who is in no other. */
    @GET
    @Path("groups/{id}")
    @Operation(
            operationId = "getPermissionsOfGroup",
            summary = "Tells what a user group says of each permission, and what its users have by that")
    @APIResponse(
            responseCode = "200",
            description = "The permissions",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = PermissionStateRepresentation.class)))
    public Response group(@PathParam("id") String id) {
        rights.groups().requireViewSome();
        GroupModel group = requireGroup(id);
        rights.groups().requireView(group);
        return answer(
                permissions().states(realm, group),
                rights.auth().groups().canManage(group),
                Administrators.is(realm, group));
    }

    /**
     * Changes what a group says of some permissions, where it says what the caller believes, or is to say it already. 204; 409
     * where it says something else by now.
     */
    @PUT
    @Path("groups/{id}")
    @Operation(
            operationId = "changePermissionsOfGroup",
            summary = "Changes what a user group says of some permissions, if it still says what the caller believes")
    @RequestBodySchema(WantedPermissions.class)
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void changeGroup(@PathParam("id") String id, InputStream body) {
        rights.groups().requireManageSome();
        WantedPermissions wanted = read(body);
        GroupModel group = requireGroup(id);
        rights.groups().requireManage(group);
        // Whoever says what it says has to be one who may know.
        rights.groups().requireView(group);
        PermissionChange change = new PermissionChange(rights, adminEvent);
        Map<String, Optional<PermissionValue>> allowed = change.allowed(
                permissions().ofGroups(realm, List.of(group.getId())).getOrDefault(group.getId(), Map.of()),
                wanted.values());
        change.event(ResourceType.GROUP, "groups", group.getId(), changed(true, wanted, () -> permissions()
                .setOfGroup(realm, group, allowed, wanted.expected(allowed.keySet()))));
    }

    /** What a user says of each permission, and what that comes to. A group that the caller may not see is not named. */
    @GET
    @Path("users/{id}")
    @Operation(
            operationId = "getOwnAndEffectivePermissionsOfUser",
            summary = "Tells what a user says of each permission, what the user has, and why")
    @APIResponse(
            responseCode = "200",
            description = "The permissions",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = PermissionStateRepresentation.class)))
    public Response user(@PathParam("id") String id) {
        rights.requireViewSomeUsers();
        UserModel user = requireUser(id);
        rights.access().requireView(user);
        return answer(permissions().states(realm, user), rights.auth().users().canManage(user), false);
    }

    /** Changes what a user says of some permissions, likewise. */
    @PUT
    @Path("users/{id}")
    @Operation(
            operationId = "changePermissionsOfUser",
            summary = "Changes what a user says of some permissions, if the user still says what the caller believes")
    @RequestBodySchema(WantedPermissions.class)
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    public void changeUser(@PathParam("id") String id, InputStream body) {
        rights.requireManageSomeUsers();
        WantedPermissions wanted = read(body);
        UserModel user = requireUser(id);
        rights.access().requireManage(user);
        rights.access().requireView(user);
        PermissionChange change = new PermissionChange(rights, adminEvent);
        Map<String, Optional<PermissionValue>> allowed = change.allowed(
                permissions().ofUsers(realm, List.of(user.getId())).getOrDefault(user.getId(), Map.of()),
                wanted.values());
        change.event(ResourceType.USER, "users", user.getId(), changed(false, wanted, () -> permissions()
                .setOfUser(realm, user, allowed, wanted.expected(allowed.keySet()))));
    }

    /** Groups below others say nothing. One that the caller may neither view nor manage is as one that is not there. */
    private GroupModel requireGroup(String id) {
        GroupModel group = GroupsRequest.find(session, rights.groups(), id);
        if (group == null) {
            throw GroupsRequest.noGroup();
        }
        return group;
    }

    private UserModel requireUser(String id) {
        UserModel user = UserId.find(session, realm, id);
        if (user == null || !rights.isKnown(user)) {
            throw refused(gone("User not found", false));
        }
        return user;
    }

    /**
     * Answers with what is said.
     *
     * @param isManaged whether the caller may manage whose it is
     * @param keepsSuperadmin whether nobody may change {@code superadmin}
     */
    private Response answer(List<PermissionState> states, boolean isManaged, boolean keepsSuperadmin) {
        Viewed groups = Viewed.groups(session, realm, rights.auth());
        boolean superadminChanges = isManaged
                && !keepsSuperadmin
                && realm.getRole(Administrators.ROLE) != null
                && SuperadminRights.mayChange(rights.auth(), realm);
        return answer(states.stream()
                .map(state -> PermissionStateRepresentation.of(
                        state,
                        state.effective().isDecidedByOneOf(groups),
                        state.permission().name().equals(SUPERADMIN) ? superadminChanges : isManaged))
                .toList());
    }

    private static Response answer(List<?> content) {
        return Response.ok(content).build();
    }

    private static WantedPermissions read(InputStream body) {
        try {
            return WantedPermissions.read(body);
        } catch (InvalidBodyException e) {
            throw refused(Refusal.invalid(e));
        }
    }

    private Map<String, Optional<PermissionValue>> changed(
            boolean isGroup, WantedPermissions wanted, Supplier<Map<String, Optional<PermissionValue>>> change) {
        try {
            return change.get();
        } catch (OvertakenPermissionException e) {
            throw refused(overtaken(e).withField(wanted.field(e.permission(), "expected")));
        } catch (PermissionException e) {
            throw refused(
                    e.reason() == PermissionException.Reason.GONE ? gone(e.getMessage(), isGroup) : refusal(e, wanted));
        }
    }

    private static Refusal gone(String text, boolean isGroup) {
        return Refusal.of(Response.Status.NOT_FOUND, text)
                .withKey(isGroup ? "pbxPermissionsGone_group" : "pbxPermissionsGone_user", Map.of());
    }

    private Refusal overtaken(OvertakenPermissionException e) {
        String label = PermissionLabels.of(permissions().permissions(realm)).of(e.permission());
        String expected = told(e.expected());
        String now = told(e.now());
        return Refusal.of(
                        Response.Status.CONFLICT,
                        label + " is " + now + " now, and no longer " + expected + ". Nothing was changed")
                .withKey("pbxErrorPermissionChanged", Map.of("permission", label, "expected", expected, "now", now));
    }

    private static String told(PermissionValue value) {
        if (value == null) {
            return "inherited";
        }
        return value == PermissionValue.ENABLE ? "on" : "off";
    }

    private static Refusal refusal(PermissionException e, WantedPermissions wanted) {
        String text = e.getMessage();
        String name = e.permission();
        return switch (e.reason()) {
            case UNKNOWN_PERMISSION ->
                Refusal.invalid(wanted.field(name, "name"), text)
                        .withKey("pbxErrorUnknownPermission", Map.of("permission", name));
            case TWO_VOICEMAIL_SERVERS ->
                Refusal.invalid(wanted.field(name, "value"), text).withKey("pbxErrorTwoVoicemailServers", Map.of());
            case ADMINISTRATORS_GROUP ->
                Refusal.of(Response.Status.CONFLICT, text)
                        .withField(wanted.field(name, "value"))
                        .withKey("pbxErrorAdministratorsRole", Map.of());
            case READ_ONLY -> Refusal.of(Response.Status.CONFLICT, text).withKey("pbxErrorDirectoryReadOnly", Map.of());
            default -> Refusal.of(Response.Status.CONFLICT, text);
        };
    }

    private static RuntimeException refused(Refusal refusal) {
        return RefusalRenderer.ADMIN.thrown(refusal);
    }
}
