package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.operator.ConsoleOperatorRepresentation.Access;
import io.keycloakpbx.operatorrole.OperatorPermissions;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import java.time.Instant;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

/** What the admin console is told of operators. */
record ConsoleOperators(OperatorRequest request) {

    /** An operator of a list. */
    ConsoleOperatorRepresentation listed(OperatorUser user) {
        return representation(user, contract(user), null, null);
    }

    /** One operator, with all that is told of it. */
    ConsoleOperatorRepresentation one(UserModel model, OperatorUser user) {
        OperatorRepresentation told = contract(user);
        OperatorPermissions effective = OperatorRoleProvider.of(request.session())
                .effective(request.realm(), model, Instant.ofEpochMilli(Time.currentTimeMillis()));
        UserPermissionEvaluator may = request.auth().users();
        boolean manages = may.canManage(model);
        return representation(user, told, effective, new Access(manages, manages && may.canMapRoles(model)));
    }

    private OperatorRepresentation contract(OperatorUser user) {
        return OperatorRepresentation.of(request.session(), request.realm(), request.tenantId(), user);
    }

    private ConsoleOperatorRepresentation representation(
            OperatorUser user, OperatorRepresentation told, OperatorPermissions effective, Access access) {
        return new ConsoleOperatorRepresentation(
                told.id(),
                user.username(),
                told.email(),
                told.emailValidated(),
                told.firstName(),
                told.lastName(),
                !told.disabled(),
                isLocked(user),
                told.roles().stream().map(CustomRoleRepresentation.Role::name).toList(),
                told.customRoles(),
                told.ipv4List().stream().map(OperatorRepresentation.Ipv4::ipv4).toList(),
                told.enableSessionIpLock(),
                told.createdOnUtc(),
                effective == null ? null : effective.permissions(),
                effective == null ? null : effective.disallowed(),
                access,
                told.etag());
    }

    /** Whom too many guesses lock for good, Keycloak disables, and counts no longer. */
    private boolean isLocked(OperatorUser user) {
        return UserLock.isLocked(request.session(), request.realm(), user.id())
                || BruteForceProtector.DISABLED_BY_PERMANENT_LOCKOUT.equals(user.attribute(UserModel.DISABLED_REASON));
    }
}
