package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.SecurityQuestion;
import io.keycloakpbx.securitydata.SecurityQuestions;
import io.keycloakpbx.securitydata.odata.EdmType;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Property;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.List;

/** The security questions of a realm. */
final class SecurityQuestionSet {

    private static final EntityType<SecurityQuestion> TYPE = EntityType.of(
            "SecurityQuestion",
            List.of("SecurityQuestionID"),
            List.of(
                    Property.of("Question", EdmType.STRING, SecurityQuestion::question),
                    Property.of("SecurityQuestionID", EdmType.INT32, SecurityQuestion::id)));

    static final SecurityDataSet<SecurityQuestion> SET =
            new SecurityDataSet<>(TYPE, Right.VIEW_REALM, true, SecurityQuestionSet::open);

    private SecurityQuestionSet() {}

    private static Source<SecurityQuestion> open(SetContext context) {
        return (Source.Catalogue<SecurityQuestion>) () -> SecurityQuestions.of(context.session(), context.realm());
    }
}
