package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.store.Transactions;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Refuses requests of administrators that bring a user and a group together who are at two branches. What puts users into
 * groups on its own (mappers of identity providers and directories, workflows) has nobody who could be refused, and goes on.
 */
final class BranchGuard {

    private static final String USERS = "pbx.branch.users.";
    private static final String GROUPS = "pbx.branch.groups";

    private BranchGuard() {}

    /** Remembers that a group has changed, for the case that a request has asked for it. */
    static void changed(KeycloakSession session, String groupId) {
        ids(session, GROUPS).add(groupId);
    }

    /** Looks at what a request of an administrator has done to users or groups, before it is committed. */
    static void asked(KeycloakSession session, String realmId, String resourcePath) {
        String[] path = resourcePath == null ? new String[0] : resourcePath.split("/");
        if (path.length == 0) {
            return;
        }
        if (path[0].equals("groups")) {
            watch(session, realmId);
        } else if (path[0].equals("users") && (path.length == 2 || path.length > 3 && path[2].equals("groups"))) {
            watch(session, realmId).add(path[1]);
        }
    }

    /** The users whom requests to a realm are about. */
    private static Set<String> watch(KeycloakSession session, String realmId) {
        String name = USERS + realmId;
        if (session.getAttribute(name) == null) {
            Transactions.beforeCommit(session, () -> check(session, realmId));
        }
        return ids(session, name);
    }

    @SuppressWarnings("unchecked")
    private static Set<String> ids(KeycloakSession session, String name) {
        Set<String> known = session.getAttribute(name, Set.class);
        if (known != null) {
            return known;
        }
        Set<String> ids = new HashSet<>();
        session.setAttribute(name, ids);
        return ids;
    }

    /**
     * What is wrong where a user and a group are at two branches, and the way out.
     *
     * @param about {@link BranchAgreement.Breach#params()}
     * @param isUserKnown whether the caller may be told of the user
     */
    static Refusal refusal(Map<String, String> about, boolean isUserKnown) {
        String group = about.get("group");
        String branch = about.get("branch");
        if (!isUserKnown) {
            return conflict("A user of the group " + group + " is at another branch than " + branch)
                    .withKey("pbxErrorGroupAtOtherBranch", Map.of("group", group, "branch", branch));
        }
        String user = about.get("user");
        String usersBranch = about.get("usersBranch");
        return conflict("User " + user + " is at the branch " + usersBranch + ", and cannot be in the group " + group
                        + ", which is at the branch " + branch)
                .withKey(
                        "pbxErrorUserAtOtherBranch",
                        Map.of("user", user, "usersBranch", usersBranch, "group", group, "branch", branch));
    }

    private static Refusal conflict(String text) {
        return Refusal.of(Response.Status.CONFLICT, text + ". Change one of the branches first");
    }

    private static void check(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        Set<String> users = ids(session, USERS + realmId);
        BranchAgreement.newBreach(session, realm, users, ids(session, GROUPS)).ifPresent(breach -> {
            // With fine-grained permissions, who manages a group need not see its users.
            boolean known = users.contains(breach.userId()) || !FineGrained.areOn(realm);
            throw RefusalRenderer.ADMIN.thrown(refusal(breach.params(), known));
        });
    }
}
