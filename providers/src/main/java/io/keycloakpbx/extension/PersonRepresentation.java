package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A user with the extensions that the user has.
 *
 * @param id the Keycloak id
 * @param username the user name
 * @param displayName the name for people
 * @param email the email address, or null
 * @param enabled whether the user may sign in
 * @param extensions by the name of the server and by number
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "Person",
        description = "A user with the extensions that the user has",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "username", "displayName", "email", "enabled", "extensions"})
record PersonRepresentation(
        String id,
        String username,
        String displayName,
        @Schema(nullable = true) String email,
        boolean enabled,
        List<PersonalExtension> extensions) {

    /**
     * An extension that somebody has.
     *
     * @param id its UUID
     * @param extension the number
     * @param displayName its name, or null
     * @param serverId the server's UUID
     * @param serverName the server's name
     * @param isDefault whether it is the user's default extension
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(
            name = "PersonalExtension",
            description = "An extension that somebody has",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "extension", "displayName", "serverId", "serverName", "default"})
    record PersonalExtension(
            String id,
            String extension,
            @Schema(nullable = true) String displayName,
            String serverId,
            String serverName,
            @JsonProperty("default") boolean isDefault) {

        static PersonalExtension of(OwnedExtension owned) {
            Extension extension = owned.extension();
            return new PersonalExtension(
                    extension.id(),
                    owned.number(),
                    extension.settings().displayName(),
                    extension.serverId(),
                    owned.serverName(),
                    owned.isDefault());
        }
    }

    static PersonRepresentation of(Person person, List<OwnedExtension> extensions) {
        return new PersonRepresentation(
                person.id(),
                person.username(),
                person.displayName(),
                person.email(),
                person.enabled(),
                extensions.stream().map(PersonalExtension::of).toList());
    }
}
