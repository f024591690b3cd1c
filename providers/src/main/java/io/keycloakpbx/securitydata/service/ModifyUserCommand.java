package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.RowLock;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.storage.ReadOnlyException;

/** Changes a user; members that are left out stay as they are. Or removes one. */
final class ModifyUserCommand implements Command {

    @Override
    public String name() {
        return "ModifyUser";
    }

    @Override
    public Shape request() {
        return UserCommands.members("ModifyUserReq").bool(Members.REMOVE).integer("UserID");
    }

    @Override
    public Shape result() {
        return EntityShape.result(name(), UserCommands.TYPE, EntityShape.of(UserCommands.TYPE));
    }

    @Override
    public ObjectNode run(CommandCall call) {
        int number = (int) call.request().requiredInteger("UserID", 1, Integer.MAX_VALUE);
        UserModel user = UserCommands.manageable(call, number);
        if (Members.remove(call.request())) {
            call.requireValid();
            remove(call, user, number);
            return EntityShape.members().put(EntityShape.REMOVE_SUCCESSFUL, true);
        }
        OwnDomain.require(call, "DomainID");
        UserInput input = UserInput.ofChange(call.request());
        call.requireValid();
        lock(call, user, number);
        new UserChange(call, input).change(user, number);
        return EntityResult.kept(UserCommands.TYPE, call.entity(UserCommands.TYPE, number));
    }

    /** What others have changed until now is not to be written back. */
    private static void lock(CommandCall call, UserModel user, int number) {
        if (!RowLock.user(call.session(), user.getId())) {
            throw Numbered.unknown(NumberKind.USER, number);
        }
        if (user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
    }

    private static void remove(CommandCall call, UserModel user, int number) {
        if (user.getId().equals(call.callerId())) {
            throw CommandRefusal.of(Reason.NOT_ALLOWED, UserCommands.TYPE, number, "Nobody removes themselves.");
        }
        if (user.getServiceAccountClientLink() != null) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    UserCommands.TYPE,
                    number,
                    "The user is the service account of a client, and is removed with it.");
        }
        UserRepresentation removed = new UserRepresentation();
        removed.setId(user.getId());
        removed.setUsername(user.getUsername());
        if (!removes(call, user)) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    UserCommands.TYPE,
                    number,
                    "The user's directory keeps the user, and lets nobody remove it here.");
        }
        call.event(OperationType.DELETE, ResourceType.USER, removed, "users", removed.getId());
    }

    private static boolean removes(CommandCall call, UserModel user) {
        try {
            return new UserManager(call.session()).removeUser(call.realm(), user);
        } catch (ReadOnlyException e) {
            return false;
        }
    }
}
