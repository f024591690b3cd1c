package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import java.util.List;
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
}
