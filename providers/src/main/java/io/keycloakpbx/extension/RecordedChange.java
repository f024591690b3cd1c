package io.keycloakpbx.extension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.keycloakpbx.keycloak.ReliesOn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.jpa.AdminEventEntity;
import org.keycloak.util.JsonSerialization;

/**
 * What an admin event tells of an extension.
 *
 * @param time in milliseconds since 1970
 * @param kind what has been done
 * @param extension the number that it had by then, or null where the event has no details
 * @param from who had it, or whose default it was, with the name of then; null for nobody, or where the event has no details
 * @param to who got it, or whose default it became, likewise
 * @param by who did it
 */
@ReliesOn("org.keycloak.events.jpa.AdminEventEntity: what Keycloak keeps of an admin event")
record RecordedChange(
        long time, Kind kind, String extension, OwnershipEvent.Party from, OwnershipEvent.Party to, Author by) {

    /** What has been done to an extension. Somebody else's is taken, what was nobody's is given. */
    @Schema(name = "ExtensionChangeKind")
    enum Kind {
        created,
        changed,
        deleted,
        given,
        taken,
        freed,
        madeDefault,
        endedDefault
    }

    /**
     * Who has made a change.
     *
     * @param realmId the realm that the administrator is of
     * @param userId the administrator
     * @param clientId the UUID of the client that the administrator had the token from, in that realm
     * @param address where the request came from
     */
    record Author(String realmId, String userId, String clientId, String address) {}

    static final String OWNER = "/managingUser";
    static final String DEFAULT = "/defaultExtensionUser";

    static RecordedChange of(AdminEventEntity event) {
        JsonNode told = details(event.getRepresentation());
        String path = event.getResourcePath();
        String operation = event.getOperationType();
        boolean ends = OperationType.DELETE.name().equals(operation);
        OwnershipEvent.Party from = null;
        OwnershipEvent.Party to = null;
        Kind kind;
        if (path.endsWith(OWNER)) {
            from = party(told.path("oldManagingUser"));
            to = party(told.path("newManagingUser"));
            kind = ends ? Kind.freed : from == null ? Kind.given : Kind.taken;
        } else if (path.endsWith(DEFAULT)) {
            OwnershipEvent.Party user = party(told.path("user"));
            from = ends ? user : null;
            to = ends ? null : user;
            kind = ends ? Kind.endedDefault : Kind.madeDefault;
        } else if (OperationType.CREATE.name().equals(operation)) {
            kind = Kind.created;
        } else {
            kind = ends ? Kind.deleted : Kind.changed;
        }
        return new RecordedChange(
                event.getTime(),
                kind,
                told.path("extension").textValue(),
                from,
                to,
                new Author(
                        event.getAuthRealmId(),
                        event.getAuthUserId(),
                        event.getAuthClientId(),
                        event.getAuthIpAddress()));
    }

    /** Nothing where the realm kept no details by then. */
    private static JsonNode details(String representation) {
        if (representation == null) {
            return MissingNode.getInstance();
        }
        try {
            return JsonSerialization.mapper.readTree(representation);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static OwnershipEvent.Party party(JsonNode user) {
        String id = user.path("id").textValue();
        return id == null
                ? null
                : new OwnershipEvent.Party(id, user.path("username").textValue());
    }
}
