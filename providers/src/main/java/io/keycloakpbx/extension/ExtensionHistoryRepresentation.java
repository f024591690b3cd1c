package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What has become of an extension. Moments are RFC 3339, UTC.
 *
 * @param id its UUID
 * @param extension its number; of one that has been deleted the last that is known on this page, or null
 * @param serverName its server's name, or null where it has been deleted
 * @param managingUser who manages it now, or null for nobody
 * @param isDefault whether it is that user's default extension now
 * @param deleted whether there is no such extension any more
 * @param kept whether the realm keeps admin events now: otherwise nothing is added
 * @param details whether it keeps their details now: otherwise nobody is named in what is added
 * @param since the time of the oldest event that has been looked at, or null where there is none: what was before is unknown
 * @param changes the newest first
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "ExtensionHistory",
        description = "What has become of an extension",
        additionalProperties = Schema.False.class,
        requiredProperties = {
            "id",
            "extension",
            "serverName",
            "managingUser",
            "default",
            "deleted",
            "kept",
            "details",
            "since",
            "changes"
        })
record ExtensionHistoryRepresentation(
        String id,
        @Schema(nullable = true) String extension,
        @Schema(nullable = true) String serverName,
        @Schema(nullable = true) User managingUser,
        @JsonProperty("default") boolean isDefault,
        boolean deleted,
        boolean kept,
        boolean details,
        @Schema(nullable = true, format = "date-time") String since,
        List<Change> changes) {

    /**
     * Somebody who had or has an extension.
     *
     * @param id the Keycloak id
     * @param username the user name; of who is gone the last that the event tells; null where the caller may not view the user
     * @param displayName the name for people, or null where the user is gone or the caller may not view the user
     * @param gone whether there is no such user any more, as far as the caller may know
     * @param goneSince when an administrator has deleted the user, or null where no event tells it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "ExtensionHistoryUser",
            description = "Who had or has an extension",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "username", "displayName", "gone", "goneSince"})
    record User(
            String id,
            @Schema(nullable = true) String username,
            @Schema(nullable = true) String displayName,
            boolean gone,
            @Schema(nullable = true, format = "date-time") String goneSince) {}

    /**
     * Who has made a change.
     *
     * @param id the Keycloak id
     * @param username the user name, or null where the caller may not view the user, the user is gone or of another realm
     * @param realm the name of the realm that the administrator is of, or null where it is this one
     * @param client the id of the client, or null where it is gone or of another realm
     * @param address the IP address
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "ExtensionHistoryAuthor",
            description = "Who has made a change",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "username", "realm", "client", "address"})
    record Author(
            @Schema(nullable = true) String id,
            @Schema(nullable = true) String username,
            @Schema(nullable = true) String realm,
            @Schema(nullable = true) String client,
            @Schema(nullable = true) String address) {}

    /**
     * A change.
     *
     * @param kind what has been done
     * @param extension the number that the extension had by then, or null where that has not been kept
     * @param from who had it, or whose default it was; null for nobody, and where that has not been kept
     * @param to who got it, or whose default it became; null likewise
     * @param by who did it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "ExtensionChange",
            description = "A change of an extension",
            additionalProperties = Schema.False.class,
            requiredProperties = {"time", "kind", "extension", "from", "to", "by"})
    record Change(
            @Schema(format = "date-time") String time,
            RecordedChange.Kind kind,
            @Schema(nullable = true) String extension,
            @Schema(nullable = true) User from,
            @Schema(nullable = true) User to,
            Author by) {}
}
