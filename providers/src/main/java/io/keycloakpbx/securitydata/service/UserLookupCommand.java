package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.securitydata.SecurityQuestion;
import io.keycloakpbx.securitydata.SecurityQuestions;
import io.keycloakpbx.securitydata.answer.SecurityAnswers;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.UserModel;

/** Gets a user, and the security questions that the user has answered, without the answers. */
final class UserLookupCommand implements Command {

    private static final String QUESTIONS = "SecurityQuestions";

    @Override
    public String name() {
        return "UserLookup";
    }

    @Override
    public Shape request() {
        return Shape.of("UserLookupReq").bool("IncludeSecurityQuestions").integer("UserID");
    }

    @Override
    public Shape result() {
        return Shape.of(name() + "Result")
                .list(QUESTIONS, EntityShape.of("SecurityQuestion"))
                .object(UserCommands.TYPE, EntityShape.of(UserCommands.TYPE));
    }

    @Override
    public ObjectNode run(CommandCall call) {
        int number = (int) call.request().requiredInteger("UserID", 1, Integer.MAX_VALUE);
        UserModel user = UserCommands.require(
                call,
                number,
                call.auth().users().canView(),
                call.auth().users()::canView,
                "View users permission is required.");
        Boolean questions = call.request().optionalBoolean("IncludeSecurityQuestions");
        call.requireValid();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set(UserCommands.TYPE, call.entity(UserCommands.TYPE, number));
        if (Boolean.TRUE.equals(questions)) {
            result.set(QUESTIONS, questions(call, user));
        }
        return result;
    }

    private static ArrayNode questions(CommandCall call, UserModel user) {
        Map<String, SecurityQuestion> questions = SecurityQuestions.byComponent(call.session(), call.realm());
        Set<String> answered = SecurityAnswers.answered(user);
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        questions.forEach((component, question) -> {
            if (answered.contains(component)) {
                found.addObject().put("Question", question.question()).put("SecurityQuestionID", question.id());
            }
        });
        return found;
    }
}
