package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** Steps that capabilities bring into flows that were made without. One that an administrator has disabled is there. */
public final class FlowSteps {

    private static final String AUTHENTICATOR = "authenticator";
    private static final String PRIORITY = "priority";

    private FlowSteps() {}

    /**
     * Adds a required step to a flow that lacks it.
     *
     * @param flow the flow, or null where the realm has none
     * @param priority what the step's is to be, by the steps that are there
     */
    public static void add(
            RealmModel realm,
            AuthenticationFlowModel flow,
            String authenticator,
            ToIntFunction<List<AuthenticationExecutionModel>> priority) {
        if (flow == null) {
            return;
        }
        List<AuthenticationExecutionModel> steps =
                realm.getAuthenticationExecutionsStream(flow.getId()).toList();
        if (steps.stream().anyMatch(step -> authenticator.equals(step.getAuthenticator()))) {
            return;
        }
        AuthenticationExecutionModel added = new AuthenticationExecutionModel();
        // Of two nodes that start at once, the database refuses the second.
        added.setId(UUID.nameUUIDFromBytes((flow.getId() + '/' + authenticator).getBytes(StandardCharsets.UTF_8))
                .toString());
        added.setParentFlow(flow.getId());
        added.setAuthenticator(authenticator);
        added.setRequirement(Requirement.REQUIRED);
        added.setPriority(priority.applyAsInt(steps));
        realm.addAuthenticatorExecution(added);
    }

    /** Likewise, to the steps of a flow of a realm file. */
    public static void add(ArrayNode steps, String authenticator, ToIntFunction<ArrayNode> priority) {
        if (steps.valueStream()
                .anyMatch(step -> step.path(AUTHENTICATOR).asText().equals(authenticator))) {
            return;
        }
        int added = priority.applyAsInt(steps);
        int before = (int) steps.valueStream()
                .takeWhile(step -> step.path(PRIORITY).asInt() <= added)
                .count();
        steps.insertObject(before)
                .put(AUTHENTICATOR, authenticator)
                .put("requirement", Requirement.REQUIRED.name())
                .put(PRIORITY, added);
    }
}
