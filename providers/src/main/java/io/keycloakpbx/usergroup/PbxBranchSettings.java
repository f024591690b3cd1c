package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Refusal;
import java.io.InputStream;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is sent of a branch. What is left out stays as it is, and empty text takes it away.
 *
 * @param name its name
 * @param officeDesignation the part of the building
 */
@Schema(
        name = "PbxBranchSettings",
        description = "What can be set of a branch; what is left out stays as it is, and empty text takes it away",
        additionalProperties = Schema.False.class)
public record PbxBranchSettings(
        @Schema(minLength = 1, maxLength = BranchSettings.MAX_LENGTH) String name,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String description,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String street,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String city,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String country,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String state,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String zip,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String officeDesignation,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String phoneNumber,
        @Schema(nullable = true, maxLength = BranchSettings.MAX_LENGTH) String faxNumber) {

    private static final Set<String> MEMBERS = Set.of(
            "name",
            "description",
            "street",
            "city",
            "country",
            "state",
            "zip",
            "officeDesignation",
            "phoneNumber",
            "faxNumber");

    private static final BranchSettings NOTHING =
            new BranchSettings(null, null, null, null, null, null, null, null, null, null);

    static PbxBranchSettings read(InputStream body) {
        try {
            JsonBody json = JsonBody.read(body);
            json.refuseOthersThan(MEMBERS);
            String name = text(json, "name");
            return new PbxBranchSettings(
                    name == null ? null : GroupsRequest.name(name),
                    text(json, "description"),
                    text(json, "street"),
                    text(json, "city"),
                    text(json, "country"),
                    text(json, "state"),
                    text(json, "zip"),
                    text(json, "officeDesignation"),
                    text(json, "phoneNumber"),
                    text(json, "faxNumber"));
        } catch (InvalidBodyException e) {
            throw GroupsRequest.refused(Refusal.invalid(e));
        }
    }

    private static String text(JsonBody json, String member) {
        return json.optionalString(member, BranchSettings.MAX_LENGTH);
    }

    /** The settings of a new branch. */
    BranchSettings settings() {
        return on(NOTHING);
    }

    /** The settings of a branch that had others. */
    BranchSettings on(BranchSettings before) {
        return new BranchSettings(
                name == null ? before.name() : name,
                GroupsRequest.changed(before.description(), description),
                GroupsRequest.changed(before.street(), street),
                GroupsRequest.changed(before.city(), city),
                GroupsRequest.changed(before.country(), country),
                GroupsRequest.changed(before.state(), state),
                GroupsRequest.changed(before.zip(), zip),
                GroupsRequest.changed(before.officeDesignation(), officeDesignation),
                GroupsRequest.changed(before.phoneNumber(), phoneNumber),
                GroupsRequest.changed(before.faxNumber(), faxNumber));
    }
}
