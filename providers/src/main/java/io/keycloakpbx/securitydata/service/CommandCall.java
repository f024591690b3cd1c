package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.sets.SetContext;
import io.keycloakpbx.securitydata.sets.UsersInView;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.tenant.RealmsInView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/** A call of a command: who asks what of which realm. The session is bound to the realm. */
@ReliesOn(
        "org.keycloak.services.resources.admin.fgap.AdminPermissions: the evaluator of a caller whom the Admin API has"
                + " not seen")
final class CommandCall {

    /** The claim of who acts for the user, and in it who that is (RFC 8693 section 4.1). */
    private static final String ACT = "act";

    private static final String SUBJECT = "sub";

    /** The detail of admin events with the id of who acts for the user. */
    private static final String ACTOR = "pbx_actor";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminAuth caller;
    private final AdminPermissionEvaluator auth;
    private final Body request;
    private final String itemType;
    private final List<ServiceMessage> warnings;

    /**
     * @param itemType the entity that the command is about, where a refusal says no other
     * @param request the members of {@code Request}
     */
    CommandCall(KeycloakSession session, AdminAuth caller, String itemType, ObjectNode request) {
        this(session, caller, itemType, JsonBody.of(request).collecting(), new ArrayList<>());
    }

    private CommandCall(
            KeycloakSession session, AdminAuth caller, String itemType, Body request, List<ServiceMessage> warnings) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.caller = caller;
        this.auth = AdminPermissions.evaluator(session, realm, caller);
        this.itemType = itemType;
        this.request = request;
        this.warnings = warnings;
    }

    KeycloakSession session() {
        return session;
    }

    /** The realm of the base URL. */
    RealmModel realm() {
        return realm;
    }

    /** What the caller may do in the realm. */
    AdminPermissionEvaluator auth() {
        return auth;
    }

    /** Who calls, with the token. */
    AdminAuth caller() {
        return caller;
    }

    /** The id of the user who calls. */
    String callerId() {
        return caller.getUser().getId();
    }

    /** The members of {@code Request}, collecting: {@link #requireValid} tells all violations at once. */
    Body request() {
        return request;
    }

    /** Finds objects of the realm by their numbers. */
    Numbered numbered() {
        return new Numbered(session, realm);
    }

    /** Refuses with the contract's text or another where something is not allowed. */
    void require(boolean allowed, String text) {
        if (!allowed) {
            throw CommandRefusal.of(CommandRefusal.Reason.PERMISSION, itemType, 0, text);
        }
    }

    /** Refuses with all violations of the request that were noted, each a message of {@code 500303}. */
    void requireValid() {
        request.refuseViolations();
    }

    /** Adds a warning to the messages of the answer. */
    void warn(String type, int itemId, String text) {
        warnings.add(ServiceMessage.warning(type, itemId, text));
    }

    /** The warnings so far. */
    List<ServiceMessage> warnings() {
        return List.copyOf(warnings);
    }

    /** The entity that the command is about, where a refusal says no other. */
    String itemType() {
        return itemType;
    }

    /** The number of that entity in the request; 0 where it has none, or none yet. */
    int itemId() {
        Long id = request.optionalInteger(itemType + "ID", 1, Integer.MAX_VALUE);
        return id == null ? 0 : id.intValue();
    }

    /**
     * Writes the admin event, of the realm that the session is bound to.
     *
     * @param representation without secrets, or null
     * @param path of the resource, below the realm
     */
    void event(OperationType operation, ResourceType type, Object representation, String... path) {
        event().resource(type)
                .operation(operation)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** The same for a type that Keycloak does not know. */
    void event(OperationType operation, String type, Object representation, String... path) {
        event().resource(type)
                .operation(operation)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** An admin event of the realm that the session is bound to, still to be sent. It names who acts for the caller, if anybody does. */
    AdminEventBuilder event() {
        AdminEventBuilder event = new AdminEventBuilder(
                session.getContext().getRealm(),
                caller,
                session,
                session.getContext().getConnection());
        return caller.getToken().getOtherClaims().get(ACT) instanceof Map<?, ?> actor
                        && actor.get(SUBJECT) instanceof String id
                ? event.detail(ACTOR, id)
                : event;
    }

    /**
     * An entity as the read service shows it ({@code GET Environment(2)}), with all properties, flushed before it is read; the
     * caller may have no right to read the set, and is still told what the command has made. Realms at master are those that
     * the caller may view.
     *
     * @param set the set's name
     * @param key the values of its key
     */
    ObjectNode entity(String set, Object... key) {
        Database.flush(session);
        SetContext context = new SetContext(
                session,
                realm,
                Companies.ownerOf(session, realm),
                new RealmsInView(session, caller),
                new UsersInView(session, realm, Viewed.everything()),
                client -> true);
        return ShownUsers.unfiltered(session, () -> EntityShape.read(context, set, key))
                .orElseThrow(() -> new IllegalStateException("what was written is not in set " + set));
    }

    /** Makes of the call one about another realm, to which the session is bound meanwhile; what comes of it. */
    <T> T in(RealmModel other, Function<CommandCall, T> work) {
        return ContextRealm.call(
                session, other, () -> work.apply(new CommandCall(session, caller, itemType, request, warnings)));
    }
}
