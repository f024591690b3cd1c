package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.keycloak.models.UserModel;

/** Makes a user, under the realm's rules for profiles and passwords. */
final class CreateUserCommand implements Command {

    @Override
    public String name() {
        return "CreateUser";
    }

    @Override
    public Shape request() {
        return UserCommands.members("CreateUserReq");
    }

    @Override
    public Shape result() {
        return EntityShape.result(name(), UserCommands.TYPE, EntityShape.of(UserCommands.TYPE));
    }

    @Override
    public ObjectNode run(CommandCall call) {
        call.require(call.auth().users().canManage(), UserCommands.PERMISSION);
        OwnDomain.require(call, "DomainID");
        UserInput input = UserInput.ofNew(call.request());
        call.requireValid();
        UserModel user = new UserChange(call, input).create();
        return EntityResult.kept(UserCommands.TYPE, call.entity(UserCommands.TYPE, UserCommands.numberOf(call, user)));
    }
}
