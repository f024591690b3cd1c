package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import java.util.function.Supplier;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** A call of a command: who asks what of which realm. The session is bound to the realm. */
final class CommandCall {

    CommandCall() {}

    KeycloakSession session() {
        throw new UnsupportedOperationException();
    }

    /** The realm of the base URL. */
    RealmModel realm() {
        throw new UnsupportedOperationException();
    }

    /** What the caller may do in the realm. */
    AdminPermissionEvaluator auth() {
        throw new UnsupportedOperationException();
    }

    /** What the caller may do in another realm; nothing where their token is of neither that one nor master. */
    AdminPermissionEvaluator auth(RealmModel other) {
        throw new UnsupportedOperationException();
    }

    /** The id of the user who calls. */
    String callerId() {
        throw new UnsupportedOperationException();
    }

    /** The members of {@code Request}, collecting: {@link #requireValid} tells all violations at once. */
    Body request() {
        throw new UnsupportedOperationException();
    }

    /** Refuses with the contract's text or another where something is not allowed. */
    void require(boolean allowed, String text) {
        throw new UnsupportedOperationException();
    }

    /** Refuses with all violations of the request that were noted, each a message of {@code 500303}. */
    void requireValid() {
        throw new UnsupportedOperationException();
    }

    /** Adds a warning to the messages of the answer. */
    void warn(String itemType, int itemId, String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the admin event.
     *
     * @param representation without secrets, or null
     * @param path of the resource, below the realm
     */
    void event(OperationType operation, ResourceType type, Object representation, String... path) {
        throw new UnsupportedOperationException();
    }

    /** The same for a type that Keycloak does not know. */
    void event(OperationType operation, String type, Object representation, String... path) {
        throw new UnsupportedOperationException();
    }

    /**
     * An entity as the read service shows it ({@code GET Environment(2)}), with all properties, flushed before it is read; the
     * caller may have no right to read the set, and is still told what the command has made.
     *
     * @param set the set's name
     * @param key the values of its key
     */
    ObjectNode entity(String set, Object... key) {
        throw new UnsupportedOperationException();
    }

    /** Works on another realm in its context; what comes of it. */
    <T> T in(RealmModel other, Supplier<T> work) {
        throw new UnsupportedOperationException();
    }
}
