package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.securitydata.PasswordSettings;
import io.keycloakpbx.securitydata.SecurityQuestion;
import io.keycloakpbx.securitydata.SecurityQuestions;
import io.keycloakpbx.securitydata.answer.SecurityAnswerText;
import io.keycloakpbx.securitydata.answer.SecurityAnswers;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.NumberKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;

/** Sets a user's answers to security questions, and takes them away. */
final class UserAnswers {

    /** What items that are questions are called. */
    static final String TYPE = "SecurityQuestion";

    private final CommandCall call;
    private final UserModel user;

    UserAnswers(CommandCall call, UserModel user) {
        this.call = call;
        this.user = user;
    }

    /** How many questions a user answers; refused where the domain has none. */
    static int requireOn(CommandCall call) {
        int questions = PasswordSettings.SECURITY_QUESTIONS.of(call.realm());
        if (questions == 0) {
            throw CommandRefusal.of(Reason.NOT_ALLOWED, TYPE, 0, "Security questions are switched off in this domain.");
        }
        return questions;
    }

    /** The ids of the questions' components, by number. */
    static Map<Integer, String> components(CommandCall call) {
        Map<Integer, String> components = new HashMap<>();
        for (Map.Entry<String, SecurityQuestion> question :
                SecurityQuestions.byComponent(call.session(), call.realm()).entrySet()) {
            components.put(question.getValue().id(), question.getKey());
        }
        return components;
    }

    /** Makes the changes that a request wants. */
    void change(List<UserInput.AnswerItem> items) {
        if (items.isEmpty()) {
            return;
        }
        call.require(call.auth().users().canResetPassword(user), UserCommands.PERMISSION);
        int most = requireOn(call);
        Map<Integer, String> components = components(call);
        requireRoom(items, components, most);
        for (int i = 0; i < items.size(); i++) {
            change(items.get(i), components.get(items.get(i).questionId()), i);
        }
        call.event(OperationType.ACTION, ResourceType.USER, null, "users", user.getId(), "security-answers");
    }

    /** Before anything is hashed: a hash is work. */
    private void requireRoom(List<UserInput.AnswerItem> items, Map<Integer, String> components, int most) {
        Set<String> answered = new HashSet<>(SecurityAnswers.answered(user));
        answered.retainAll(components.values());
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            UserInput.AnswerItem item = items.get(i);
            String component = components.get(item.questionId());
            if (component == null) {
                throw Numbered.unknown(NumberKind.SECURITY_QUESTION, item.questionId())
                        .at(i);
            }
            if (!seen.add(item.questionId())) {
                throw CommandRefusal.of(
                                Reason.INVALID, TYPE, item.questionId(), "SecurityQuestions has a question twice.")
                        .at(i);
            }
            if (item.remove()) {
                answered.remove(component);
            } else {
                answered.add(component);
            }
        }
        if (answered.size() > most) {
            throw CommandRefusal.of(
                    Reason.INVALID, TYPE, 0, "A user of this domain answers at most " + most + " security questions.");
        }
    }

    private void change(UserInput.AnswerItem item, String component, int index) {
        if (item.remove()) {
            SecurityAnswers.remove(user, component);
            return;
        }
        Optional<String> normal = SecurityAnswerText.normal(item.answer());
        if (normal.isEmpty()) {
            throw CommandRefusal.of(Reason.INVALID, TYPE, item.questionId(), "Answer must not be blank.")
                    .at(index);
        }
        SecurityAnswers.set(call.session(), call.realm(), user, component, normal.get());
    }
}
