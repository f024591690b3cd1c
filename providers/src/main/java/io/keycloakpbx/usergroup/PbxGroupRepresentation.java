package io.keycloakpbx.usergroup;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A user group as the admin console shows it.
 *
 * @param id the group's id in Keycloak
 * @param name its name
 * @param description what it is for; left out where nothing is said
 * @param weight how much it counts where groups disagree
 * @param ownWeight whether it has been given this weight; otherwise it weighs as much as its number
 * @param branch where its users are; left out where it is at none
 * @param members how many users are directly in it, of those in the database whom the caller may view; left
 *     out where lists of users would show others, too, and where there are too many to ask about each
 * @param administrators whether it is the group of the tenant's administrators, which keeps its name and stays
 * @param access what the caller may do with it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "PbxGroup",
        description = "A user group as the admin console shows it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "name", "weight", "ownWeight", "administrators", "access"})
record PbxGroupRepresentation(
        String id,
        String name,
        String description,
        int weight,
        @Schema(description = "Whether it has been given this weight; otherwise it weighs as much as its number")
                boolean ownWeight,
        OfBranch branch,
        @Schema(
                        description =
                                "How many users of the database are in it whom the caller may view; left out where"
                                        + " lists of users would show others, too")
                Long members,
        @Schema(description = "Whether it is the group of the tenant's administrators, which keeps its name and stays")
                boolean administrators,
        Access access) {

    /**
     * The branch of a group.
     *
     * @param id the branch's id
     * @param name its name
     */
    @Schema(
            name = "PbxGroupBranch",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "name"})
    record OfBranch(String id, String name) {

        private static OfBranch of(Branch branch) {
            return branch == null
                    ? null
                    : new OfBranch(branch.id(), branch.settings().name());
        }
    }

    /**
     * What the caller may do with a group, as Keycloak has it.
     *
     * @param manage change and delete it
     * @param viewMembers see who is in it
     * @param manageMembership say who is in it, as far as users may be managed
     */
    @Schema(
            name = "PbxGroupAccess",
            additionalProperties = Schema.False.class,
            requiredProperties = {"manage", "viewMembers", "manageMembership"})
    record Access(boolean manage, boolean viewMembers, boolean manageMembership) {}

    static PbxGroupRepresentation of(
            WeighedGroup weighed, boolean areMembersCounted, boolean administrators, Access access) {
        UserGroup group = weighed.group();
        return new PbxGroupRepresentation(
                group.id(),
                group.name(),
                group.description(),
                weighed.weight(),
                weighed.ownWeight(),
                OfBranch.of(group.branch()),
                areMembersCounted ? weighed.members() : null,
                administrators,
                access);
    }
}
