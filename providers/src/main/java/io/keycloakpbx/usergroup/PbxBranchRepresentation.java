package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A branch as the admin console shows it. What is not known is left out.
 *
 * @param id the id by which groups and users name it
 * @param name its name
 * @param officeDesignation the part of the building
 * @param groups how many user groups are at it, of those that the caller may view; left out where they are not counted
 * @param users how many users of the database are at it, of those whom the caller may view; likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "PbxBranch",
        description = "A branch as the admin console shows it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "name"})
record PbxBranchRepresentation(
        String id,
        String name,
        String description,
        String street,
        String city,
        String country,
        String state,
        String zip,
        String officeDesignation,
        String phoneNumber,
        String faxNumber,
        @Schema(description = "How many user groups are at it that the caller may view") Long groups,
        @Schema(description = "How many users of the database are at it whom the caller may view") Long users) {

    /** A branch, and how much is at it, or null where that is not counted. */
    static PbxBranchRepresentation of(Branch branch, BranchUse use) {
        BranchSettings settings = branch.settings();
        return new PbxBranchRepresentation(
                branch.id(),
                settings.name(),
                settings.description(),
                settings.street(),
                settings.city(),
                settings.country(),
                settings.state(),
                settings.zip(),
                settings.officeDesignation(),
                settings.phoneNumber(),
                settings.faxNumber(),
                use == null ? null : use.groups(),
                use == null ? null : use.users());
    }
}
