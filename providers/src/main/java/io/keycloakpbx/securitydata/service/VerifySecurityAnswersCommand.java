package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.keycloak.CountedGuess;
import io.keycloakpbx.securitydata.answer.SecurityAnswerText;
import io.keycloakpbx.securitydata.answer.SecurityAnswers;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;

/**
 * Tells whether answers are those of a user. It opens nothing. A user who is unknown, locked or disabled answers nothing right,
 * and wrong answers count as wrong passwords do.
 */
final class VerifySecurityAnswersCommand implements Command {

    private static final String ANSWERS = "SecurityAnswers";

    /** What Keycloak has no event type for is a required action of this name. */
    private static final String EVENT = "verify-security-answers";

    @Override
    public String name() {
        return "VerifySecurityAnswers";
    }

    @Override
    public String itemType() {
        return UserCommands.TYPE;
    }

    @Override
    public Shape request() {
        return Shape.of("VerifySecurityAnswersReq")
                .list(ANSWERS, Shape.of("SecurityAnswerReq").string("Answer").integer("SecurityQuestionID"))
                .integer("UserID");
    }

    @Override
    public Shape result() {
        return Shape.of(name() + "Result").bool("Verified");
    }

    @Override
    public ObjectNode run(CommandCall call) {
        int number = (int) call.request().requiredInteger("UserID", 1, Integer.MAX_VALUE);
        UserModel user = UserCommands.find(call, number);
        call.require(
                user == null
                        ? call.auth().users().canManage()
                        : call.auth().users().canManage(user),
                UserCommands.PERMISSION);
        int needed = UserAnswers.requireOn(call);
        Map<Integer, String> components = UserAnswers.components(call);
        Map<String, String> sent = sent(call, components);
        boolean verified = verify(call, user, sent, components, needed);
        if (user != null) {
            call.event(
                    OperationType.ACTION,
                    ResourceType.USER,
                    Map.of("verified", verified),
                    "users",
                    user.getId(),
                    EVENT);
        }
        return JsonNodeFactory.instance.objectNode().put("Verified", verified);
    }

    /** Questions that are unknown keep their numbers, and are answered wrongly. */
    private static Map<String, String> sent(CommandCall call, Map<Integer, String> components) {
        Map<String, String> sent = new HashMap<>();
        List<Body> items = call.request().optionalObjects(ANSWERS, SecurityAnswers.MAX);
        if (items == null) {
            call.request().violation(ANSWERS, ANSWERS + " is required");
        } else {
            for (Body item : items) {
                int question = (int) item.requiredInteger("SecurityQuestionID", 1, Integer.MAX_VALUE);
                String answer = item.requiredString("Answer", SecurityAnswerText.MAX_LENGTH);
                if (sent.put(components.getOrDefault(question, Integer.toString(question)), answer) != null) {
                    call.request().violation(ANSWERS, ANSWERS + " has a question twice");
                }
            }
        }
        call.requireValid();
        return sent;
    }

    private static boolean verify(
            CommandCall call, UserModel user, Map<String, String> sent, Map<Integer, String> components, int needed) {
        Set<String> questions = new HashSet<>(components.values());
        if (user == null) {
            return SecurityAnswers.verify(call.session(), call.realm(), null, sent, questions, needed);
        }
        // Guesses come one after the other, each counted before the next.
        RowLock.guesses(call.session(), call.realm(), user);
        String refusal =
                user.isEnabled() ? CountedGuess.refusal(call.session(), call.realm(), user) : Errors.USER_DISABLED;
        boolean right = SecurityAnswers.verify(call.session(), call.realm(), user, sent, questions, needed);
        EventBuilder event = TenantEvent.of(call.session(), call.realm(), EventType.CUSTOM_REQUIRED_ACTION)
                .user(user)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.CUSTOM_REQUIRED_ACTION, EVENT);
        if (refusal != null) {
            event.error(refusal);
        } else if (right) {
            event.success();
        } else {
            CountedGuess.failedAndNoted(call.session(), call.realm(), user);
            event.error(Errors.INVALID_USER_CREDENTIALS);
        }
        return refusal == null && right;
    }
}
