package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.keycloak.ProfileValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/**
 * The user-profile validator {@code pbx-operator-data}: what the contract's resources would refuse of an operator's addresses,
 * telephone numbers, further email addresses, name and settings, the administration console refuses as well. The attribute
 * that it stands at says which of them it is.
 */
public final class OperatorDataValidator extends ProfileValidator {

    static final String ID = "pbx-operator-data";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    protected void doValidate(String value, String inputHint, ValidationContext context, ValidatorConfig config) {
        OperatorData.problemsOf(inputHint, value)
                .forEach(problem ->
                        context.addError(new ValidationError(ID, inputHint, AdminTexts.literal(problem.message()))));
    }

    @Override
    public String getHelpText() {
        return "Data of operators, as JSON: lists of at most 20 addresses, telephone numbers or email addresses, and settings of"
                + " at most 100 KB. The attribute's name says which.";
    }
}
