package io.keycloakpbx.usergroup;

import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.usergroup.PbxGroupRepresentation.Access;
import org.keycloak.models.GroupModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Shows groups to a caller, with what the caller may do with each. */
final class ShownGroup {

    private final GroupsRequest request;

    /** Null where each group may be permitted otherwise. */
    private final Access ofAll;

    private final boolean areMembersCounted;

    ShownGroup(GroupsRequest request) {
        this.request = request;
        AdminPermissionEvaluator auth = request.auth();
        this.ofAll = request.groupAccess().differs()
                ? null
                : new Access(
                        auth.groups().canManage(),
                        auth.users().canView(),
                        auth.groups().canManage());
        this.areMembersCounted = ShownUsers.areNarrowed(request.realm(), auth);
    }

    PbxGroupRepresentation of(WeighedGroup weighed) {
        String id = weighed.group().id();
        boolean mayBeAdministrators =
                Administrators.GROUP.equals(weighed.group().name());
        GroupModel group = ofAll == null || mayBeAdministrators
                ? request.session().groups().getGroupById(request.realm(), id)
                : null;
        Access access = ofAll == null ? access(group) : ofAll;
        // Keycloak's lists have members of a group that the caller may view, also where the members are not the
        // caller's to view.
        return PbxGroupRepresentation.of(
                weighed,
                areMembersCounted && access.viewMembers(),
                mayBeAdministrators && group != null && Administrators.is(request.realm(), group),
                access);
    }

    private Access access(GroupModel group) {
        return group == null
                ? new Access(false, false, false)
                : new Access(
                        request.auth().groups().canManage(group),
                        request.auth().groups().canViewMembers(group),
                        request.auth().groups().canManageMembership(group));
    }
}
