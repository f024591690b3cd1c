package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import java.util.List;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/** The commands about users. */
final class UserCommands {

    /** What items of users are called. */
    static final String TYPE = "User";

    /** The contract's text. */
    static final String PERMISSION =
            "All changed values require the user management permission appropriate for the type"
                    + " of user being modified.";

    static final List<Command> ALL = List.of(new CreateUserCommand(), new ModifyUserCommand(), new UserLookupCommand());

    private UserCommands() {}

    /** The members of a user that a request may have. */
    static Shape members(String name) {
        return Shape.of(name)
                .dateTime("ActivationDate")
                .bool("BypassIPAllowList")
                .bool("CanChangePassword")
                .string("Description")
                .integer("DomainID")
                .string("Email")
                .dateTime("ExpirationDate")
                .string("FirstName")
                .bool("IsDisabled")
                .string("LastName")
                .bool("MustChangePasswordAtLogOn")
                .string("Password")
                .bool("PasswordDoesNotExpire")
                .list(
                        "SecurityQuestions",
                        Shape.of("UserSecurityQuestionReq")
                                .string("Answer")
                                .bool(Members.REMOVE)
                                .integer("SecurityQuestionID"))
                .list(
                        "UserEnvironments",
                        Shape.of("UserEnvironmentReq").integer("EnvironmentID").bool(Members.REMOVE))
                .list(
                        "UserIdentities",
                        Shape.of("UserIdentityReq")
                                .integer("AuthorizationProviderID")
                                .string("Identity")
                                .string("Name")
                                .bool(Members.REMOVE))
                .string("UserName")
                .list(
                        "UserRoles",
                        Shape.of("UserRoleReq")
                                .integer("EnvironmentID")
                                .bool(Members.REMOVE)
                                .integer("RoleID"))
                .integer("UserTypeID");
    }

    /** What a request may ask of a user. */
    @FunctionalInterface
    interface Check {

        boolean of(UserModel user);
    }

    /**
     * The user of a number, of whom the caller may do something. Who may not do it with everybody is not told who there is.
     *
     * @param everybody whether the caller may do it with all users
     */
    static UserModel require(CommandCall call, int number, boolean everybody, Check allowed, String text) {
        UserModel user = find(call, number);
        call.require(user == null ? everybody : allowed.of(user), text);
        if (user == null) {
            throw Numbered.unknown(NumberKind.USER, number);
        }
        return user;
    }

    /** The user of a number, whom the caller may manage. */
    static UserModel manageable(CommandCall call, int number) {
        return require(
                call, number, call.auth().users().canManage(), call.auth().users()::canManage, PERMISSION);
    }

    /** The user of a number in the realm; null where there is none that the set of users has: who is in a directory only is in no set. */
    static UserModel find(CommandCall call, int number) {
        return call.session()
                .getProvider(NumberProvider.class)
                .idOf(call.realm(), NumberKind.USER, number)
                .filter(StorageId::isLocalStorage)
                .map(id -> UserId.find(call.session(), call.realm(), id))
                .orElse(null);
    }

    /** The number of a user. */
    static int numberOf(CommandCall call, UserModel user) {
        return call.numbered().numberOf(NumberKind.USER, user.getId());
    }
}
