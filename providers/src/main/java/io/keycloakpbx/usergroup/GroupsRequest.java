package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.LocalId;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.keycloak.Viewer;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.tenant.GroupAccess;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What the resources of groups and branches for the admin console share of a request, and how they refuse. */
record GroupsRequest(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {

    static final String NAME = "name";
    static final String DESCRIPTION = "description";
    static final String BRANCH = "branch";
    static final int TEXT_LENGTH = 255;

    private static final String WEIGHT = "weight";
    private static final String OTHER_ID = "otherId";

    /** What the caller may view of the realm's users and groups. */
    Viewer viewer() {
        Viewer viewer = Viewer.of(session, realm, auth);
        // Of users nothing is counted for others, so that nothing needs to be asked.
        return ShownUsers.areNarrowed(realm, auth) ? viewer : new Viewer(Viewed.everything(), viewer.groups());
    }

    UserGroupProvider groups() {
        return session.getProvider(UserGroupProvider.class);
    }

    Access access() {
        return new Access(auth, RefusalRenderer.ADMIN);
    }

    GroupAccess groupAccess() {
        return new GroupAccess(auth, realm, RefusalRenderer.ADMIN);
    }

    UserGroupAccess rights() {
        return new UserGroupAccess(realm, access());
    }

    /** The user group of an id, or null where there is none that the caller may know of. */
    GroupModel find(String id) {
        return find(session, groupAccess(), id);
    }

    /** The same for a caller whose rights are known. Groups below others are no user groups. */
    static GroupModel find(KeycloakSession session, GroupAccess access, String id) {
        GroupModel group = session.groups().getGroupById(access.realm(), LocalId.of(id));
        return group != null
                        && group.getType() == GroupModel.Type.REALM
                        && group.getParentId() == null
                        && access.isKnown(group)
                ? group
                : null;
    }

    /** The branch that a body names: who may not view all users does not come to know which there are. */
    Branch branch(String id) {
        access().requireViewUsers();
        return groups().branchById(realm, StorableText.id(id))
                .orElseThrow(() -> refused(Refusal.invalid(BRANCH, "There is no branch with this id")
                        .withKey("pbxErrorNoBranch", Map.of())));
    }

    /** The branch of new settings, or null where they name none. */
    Branch chosen(PbxGroupSettings sent) {
        return sent.branch() == null || sent.branch().isBlank() ? null : branch(sent.branch());
    }

    /** A name without space around it. */
    static String name(String sent) {
        String name = sent.strip();
        if (name.isEmpty()) {
            throw refused(Refusal.invalid(NAME, "name must not be empty").withKey("pbxErrorRequired", Map.of()));
        }
        if (StorableText.hasUnseen(name)) {
            throw refused(Refusal.invalid(NAME, "name must not have control or formatting characters")
                    .withKey("pbxErrorCharacters", Map.of()));
        }
        return name;
    }

    /** What is sent in place of something, if anything is: empty text takes it away. */
    static String changed(String before, String sent) {
        return sent == null ? before : sent.isBlank() ? null : sent.strip();
    }

    /** As an event of the admin console's own groups, for these are the same. */
    void event(OperationType operation, GroupModel group) {
        GroupRepresentation representation = new GroupRepresentation();
        representation.setId(group.getId());
        representation.setName(group.getName());
        representation.setDescription(group.getDescription());
        for (String attribute : new String[] {UserGroup.BRANCH, GroupWeight.ATTRIBUTE}) {
            String value = group.getFirstAttribute(attribute);
            if (value != null) {
                representation.singleAttribute(attribute, value);
            }
        }
        event(operation, representation);
    }

    /** The event of a group's end, to be sent when it has gone and nothing can be asked of it. */
    Runnable ended(GroupModel group) {
        GroupRepresentation representation = new GroupRepresentation();
        representation.setId(group.getId());
        representation.setName(group.getName());
        return () -> event(OperationType.DELETE, representation);
    }

    private void event(OperationType operation, GroupRepresentation group) {
        adminEvent
                .resource(ResourceType.GROUP)
                .operation(operation)
                .resourcePath("groups", group.getId())
                .representation(group)
                .success();
    }

    /** A refusal of the provider, at the member that it is about. */
    WebApplicationException refused(UserGroupException e) {
        Map<String, String> params = e.params();
        return refused(
                switch (e.reason()) {
                    case GROUP_EXISTS -> conflict(NAME, e, "pbxErrorGroupExists", params);
                    case BRANCH_EXISTS -> conflict(NAME, e, "pbxErrorBranchExists", params);
                    case TOO_MANY_BRANCHES ->
                        conflict(
                                null,
                                e,
                                "pbxErrorTooManyBranches",
                                Map.of("max", Integer.toString(UserGroupProvider.MAX_BRANCHES)));
                    case ADMINISTRATORS_GROUP ->
                        new Refusal(Response.Status.FORBIDDEN, null, null, e.getMessage(), Map.of())
                                .withKey("pbxErrorAdministratorsGroup", Map.of());
                    case OTHER_BRANCH ->
                        BranchGuard.refusal(params, isUserShown(params.get("userId")))
                                .withField(BRANCH);
                    case WEIGHT_CHANGED -> conflict("expectedWeight", e, "pbxErrorWeightChanged", params);
                    case WEIGHT_TAKEN -> conflict(WEIGHT, e, "pbxErrorWeightTaken", exchangeable(params));
                    case EXCHANGE_CHANGED -> conflict("exchangeWith", e, "pbxErrorExchangeChanged", params);
                });
    }

    private static Refusal conflict(String field, UserGroupException e, String key, Map<String, String> params) {
        return new Refusal(Response.Status.CONFLICT, null, field, e.getMessage(), Map.of()).withKey(key, params);
    }

    /** The id of the group that weighs as much is for who may exchange the two. */
    private Map<String, String> exchangeable(Map<String, String> params) {
        GroupModel other = find(params.get(OTHER_ID));
        if (other != null && auth.groups().canManage(other)) {
            return params;
        }
        Map<String, String> rest = new HashMap<>(params);
        rest.remove(OTHER_ID);
        return rest;
    }

    private boolean isUserShown(String userId) {
        UserModel user = UserId.find(session, realm, userId);
        return user != null && auth.users().canView(user);
    }

    static WebApplicationException refused(Refusal refusal) {
        return RefusalRenderer.ADMIN.thrown(refusal);
    }

    static WebApplicationException noGroup() {
        return refused(Refusal.of(Response.Status.NOT_FOUND, "There is no such user group")
                .withKey("pbxErrorNoGroup", Map.of()));
    }
}
