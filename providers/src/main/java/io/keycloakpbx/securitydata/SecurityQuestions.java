package io.keycloakpbx.securitydata;

import io.keycloakpbx.store.NumberKind;
import java.util.Comparator;
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
        List<ComponentModel> components = SecurityDataItemFactory.of(realm, SecurityQuestionFactory.ID)
                .sorted(Comparator.comparing(ComponentModel::getName))
                .toList();
        Map<String, Integer> numbers = Numbers.of(
                session,
                realm,
                NumberKind.SECURITY_QUESTION,
                components.stream().map(ComponentModel::getId).toList());
        return components.stream()
                .map(component -> new SecurityQuestion(numbers.get(component.getId()), component.getName()))
                .sorted(Comparator.comparingInt(SecurityQuestion::id))
                .toList();
    }
}
