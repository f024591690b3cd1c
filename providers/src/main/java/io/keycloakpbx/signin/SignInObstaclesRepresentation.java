package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.tenant.SignInFinding;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.UserModel;

/**
 * What keeps somebody from signing in.
 *
 * @param user who is meant, or null where the realm has no such user
 * @param findings in the order in which a sign-in meets them; empty where nothing stands in the way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "SignInObstacles",
        description = "What keeps somebody from signing in",
        additionalProperties = Schema.False.class,
        requiredProperties = "findings")
record SignInObstaclesRepresentation(Person user, List<SignInFinding> findings) {

    static SignInObstaclesRepresentation of(UserModel user, List<SignInFinding> findings) {
        return new SignInObstaclesRepresentation(
                user == null ? null : new Person(user.getId(), user.getUsername()), findings);
    }

    /** A user by id and user name. */
    @Schema(
            name = "SignInPerson",
            description = "A user",
            additionalProperties = Schema.False.class,
            requiredProperties = {"id", "username"})
    record Person(String id, String username) {}
}
