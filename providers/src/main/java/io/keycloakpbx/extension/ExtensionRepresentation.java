package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * iSymphony's extension JSON.
 *
 * @param id its UUID
 * @param settings the writable members, on the same level
 * @param permissionDisplayName the display name, or the number where it has none
 * @param permissionId the id once more
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "Extension",
        description = "An extension",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "extension", "displayName", "permissionDisplayName", "permissionId"})
public record ExtensionRepresentation(
        @Schema(format = "uuid") String id,
        @JsonUnwrapped ExtensionSettings settings,
        String permissionDisplayName,
        String permissionId) {

    static ExtensionRepresentation of(Extension extension) {
        ExtensionSettings settings = extension.settings();
        return new ExtensionRepresentation(
                extension.id(),
                settings,
                settings.displayName() == null ? settings.extension() : settings.displayName(),
                extension.id());
    }
}
