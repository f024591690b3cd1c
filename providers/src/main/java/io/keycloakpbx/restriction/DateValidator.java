package io.keycloakpbx.restriction;

import io.keycloakpbx.keycloak.ProfileValidator;
import io.keycloakpbx.tenant.AccountValidity;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/** The user-profile validator {@code pbx-date}: a point in time, such as {@code 2027-03-01T08:00:00Z}. */
public final class DateValidator extends ProfileValidator {

    static final String ID = "pbx-date";

    @Override
    protected void doValidate(String value, String inputHint, ValidationContext context, ValidatorConfig config) {
        if (AccountValidity.parse(value).isEmpty()) {
            context.addError(new ValidationError(ID, inputHint, "pbxInvalidDate"));
        }
    }

    @Override
    protected boolean isIgnoreEmptyValuesConfigured(ValidatorConfig config) {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Points in time in UTC, such as 2027-03-01T08:00:00Z.";
    }
}
