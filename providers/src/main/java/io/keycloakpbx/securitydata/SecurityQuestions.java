package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The security questions of a realm. */
public final class SecurityQuestions {

    private SecurityQuestions() {}

    /** All of a realm, by number. */
    public static List<SecurityQuestion> of(KeycloakSession session, RealmModel realm) {
        return Numbers.number(
                session,
                realm,
                NumberKind.SECURITY_QUESTION,
                SecurityDataItemFactory.of(realm, SecurityQuestionFactory.ID),
                ComponentModel::getId,
                (number, component) -> new SecurityQuestion(number, component.getName()));
    }

    /** The same by the ids of their components, by which users' answers know them. */
    public static Map<String, SecurityQuestion> byComponent(KeycloakSession session, RealmModel realm) {
        Map<String, SecurityQuestion> questions = new LinkedHashMap<>();
        Numbers.number(
                session,
                realm,
                NumberKind.SECURITY_QUESTION,
                SecurityDataItemFactory.of(realm, SecurityQuestionFactory.ID),
                ComponentModel::getId,
                (number, component) ->
                        questions.put(component.getId(), new SecurityQuestion(number, component.getName())));
        return questions;
    }
}
