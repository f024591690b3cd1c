package io.keycloakpbx.username;

import io.keycloakpbx.keycloak.ProfileValidator;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.username.UsernameRules.Violation;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/**
 * The user-profile validator {@code pbx-username}. It takes the place of Keycloak's {@code length} and {@code
 * username-prohibited-characters} on the attribute {@code username}, which refuse the apostrophe and short names.
 */
public final class UsernameValidator extends ProfileValidator {

    static final String ID = "pbx-username";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    protected void doValidate(String value, String inputHint, ValidationContext context, ValidatorConfig config) {
        KeycloakSession session = context.getSession();
        RealmModel realm = session == null ? null : session.getContext().getRealm();
        Violation violation = UsernameRules.violation(value, realm != null && Tenant.isSystemLevel(realm));
        if (violation != null) {
            context.addError(new ValidationError(ID, inputHint, violation.messageKey()));
        }
    }

    @Override
    public String getHelpText() {
        return "PBX user names: 1 to 64 letters, digits, underscores, dashes, apostrophes and periods, no period at the"
                + " start or end. admin, administrator, root and system are reserved for the master realm.";
    }
}
