package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A branch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Branch",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "name"})
record BranchRepresentation(
        int id, String name, String description, Address address, String phoneNumber, String faxNumber) {

    /** What the items of its lists are called in XML. */
    static final Map<String, String> ITEMS = Map.of("branches", "branch");

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BranchAddress", additionalProperties = Schema.False.class)
    record Address(String street, String city, String country, String state, String zip, String officeDesignation) {}

    @Schema(name = "BranchDocument", additionalProperties = Schema.False.class, requiredProperties = "branch")
    record One(BranchRepresentation branch) {}

    @Schema(name = "BranchListDocument", additionalProperties = Schema.False.class, requiredProperties = "branch")
    record Many(@JsonProperty("branch") Page page) {}

    @Schema(
            name = "BranchList",
            additionalProperties = Schema.False.class,
            requiredProperties = {"metadata", "branches"})
    record Page(MetadataRepresentation metadata, List<BranchRepresentation> branches) {}

    /** What a client sends; the ids of a branch and of its address do not matter, nor does what else there is. */
    @Schema(name = "NewBranchDocument", requiredProperties = "branch")
    record Sent(Settings branch) {}

    @Schema(name = "NewBranch", requiredProperties = "name")
    record Settings(
            @Schema(minLength = 1, maxLength = BranchSettings.MAX_LENGTH) String name,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String description,
            SentAddress address,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String phoneNumber,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String faxNumber) {}

    @Schema(name = "NewBranchAddress")
    record SentAddress(
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String street,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String city,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String country,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String state,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String zip,
            @Schema(maxLength = BranchSettings.MAX_LENGTH) String officeDesignation) {}

    static BranchRepresentation of(Branch branch) {
        BranchSettings settings = branch.settings();
        Address address = new Address(
                settings.street(),
                settings.city(),
                settings.country(),
                settings.state(),
                settings.zip(),
                settings.officeDesignation());
        return new BranchRepresentation(
                branch.number(),
                settings.name(),
                settings.description(),
                address.equals(new Address(null, null, null, null, null, null)) ? null : address,
                settings.phoneNumber(),
                settings.faxNumber());
    }
}
