package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.keycloakpbx.extension.ExtensionSettings;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file of PBX data in JSON: only described here, it is written and read part by part. */
@Schema(
        name = "PbxData",
        description = "The PBX servers of a tenant with their extensions",
        requiredProperties = "servers")
record PbxDataDocument(List<Server> servers, List<NumberedId> numbers) {

    /** What clients know an object by that Keycloak knows by another id. */
    @Schema(
            name = "PbxDataNumber",
            requiredProperties = {"kind", "number", "id"})
    record NumberedId(String kind, int number, String id, String name) {}

    @Schema(
            name = "PbxDataServer",
            requiredProperties = {"name", "extensions"})
    record Server(String id, String name, List<Row> extensions) {}

    /** An extension, whose managing user is a user name; the members after {@code isDefault} are of a user who is made along. */
    @Schema(name = "PbxDataExtension", additionalProperties = Schema.False.class, requiredProperties = "extension")
    record Row(
            String id,
            @JsonUnwrapped ExtensionSettings settings,
            @Schema(nullable = true) String managingUser,
            @JsonProperty("default") Boolean isDefault,
            String firstName,
            String lastName,
            String email,
            Boolean enabled,
            String password,
            Boolean temporary) {}
}
