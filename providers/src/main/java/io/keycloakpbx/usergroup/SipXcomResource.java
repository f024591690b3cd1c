package io.keycloakpbx.usergroup;

import jakarta.ws.rs.Path;

/** The root of sipXcom's REST API for user groups. */
public class SipXcomResource {

    private final SipXcomRequest request;

    SipXcomResource(SipXcomRequest request) {
        this.request = request;
    }

    /** The user groups. */
    @Path("rest/user-group")
    public UserGroupsResource groups() {
        return new UserGroupsResource(request);
    }

    /** What the user groups say of permissions. */
    @Path("rest/user-group-permission")
    public UserGroupPermissionsResource groupPermissions() {
        return new UserGroupPermissionsResource(request);
    }

    /** What is said of permissions for single users. */
    @Path("rest/user-permission")
    public UserPermissionsResource userPermissions() {
        return new UserPermissionsResource(request);
    }

    /** The permissions. */
    @Path("rest/permission")
    public PermissionsResource permissions() {
        return new PermissionsResource(request);
    }

    /** The branches. */
    @Path("rest/branch")
    public BranchesResource branches() {
        return new BranchesResource(request);
    }
}
