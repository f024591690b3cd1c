package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.securitydata.authorizationcode.AuthorizationCodes;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.RowLock;
import java.time.Instant;
import java.util.Map;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;

/** Makes a code by which a user links the account to an identity provider. It is told once. */
final class CreateAuthorizationCodeCommand implements Command {

    private static final String TYPE = "AuthorizationCode";

    @Override
    public String name() {
        return "CreateAuthorizationCode";
    }

    @Override
    public Shape request() {
        return Shape.of("CreateAuthorizationCodeReq")
                .integer("Domain")
                .integer("Lifespan")
                .string("UserName");
    }

    @Override
    public Shape result() {
        return Shape.of(name() + "Result")
                .object(
                        TYPE,
                        Shape.of(TYPE)
                                .integer("Code")
                                .string("Domain")
                                .dateTime("ExpirationDate")
                                .string("UserName"));
    }

    @Override
    public ObjectNode run(CommandCall call) {
        // Names are looked up, in directories too, for those only who may manage somebody.
        call.require(FineGrained.mayManageSomeUsers(call.realm(), call.auth()), UserCommands.PERMISSION);
        String name = call.request().requiredString("UserName", UserInput.MAX_LENGTH);
        UserModel user = name == null ? null : call.session().users().getUserByUsername(call.realm(), name);
        call.require(
                user == null
                        ? call.auth().users().canManage()
                        : call.auth().users().canManage(user),
                UserCommands.PERMISSION);
        OwnDomain.require(call, "Domain");
        long lifespan = call.request().requiredInteger("Lifespan", 1, Integer.MAX_VALUE);
        call.requireValid();
        if (user == null) {
            throw CommandRefusal.of(Reason.UNKNOWN_ID, UserCommands.TYPE, 0, "There is no user with this UserName.");
        }
        return issue(call, user, lifespan);
    }

    private static ObjectNode issue(CommandCall call, UserModel user, long lifespan) {
        // Codes of one user are made one after the other. Who is in a directory only has no row.
        if (!RowLock.user(call.session(), user.getId())) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    UserCommands.TYPE,
                    0,
                    "The user is kept in a directory, and has no codes here.");
        }
        if (lifespan > AuthorizationCodes.MAX_SECONDS) {
            call.warn(
                    TYPE,
                    0,
                    "Lifespan is shortened to " + AuthorizationCodes.MAX_SECONDS + " seconds, the most there is.");
        }
        Instant expires = Instant.ofEpochMilli(Time.currentTimeMillis())
                .plusSeconds(Math.min(lifespan, AuthorizationCodes.MAX_SECONDS));
        int code = new AuthorizationCodes(call.session(), call.realm()).issue(user, expires);
        call.event(
                OperationType.ACTION,
                ResourceType.USER,
                Map.of("expirationDate", expires.toString()),
                "users",
                user.getId(),
                "authorization-code");
        ObjectNode made = JsonNodeFactory.instance
                .objectNode()
                .put("Code", code)
                .put("Domain", call.realm().getName())
                .put("UserName", user.getUsername());
        made.putPOJO("ExpirationDate", expires);
        return JsonNodeFactory.instance.objectNode().set(TYPE, made);
    }
}
