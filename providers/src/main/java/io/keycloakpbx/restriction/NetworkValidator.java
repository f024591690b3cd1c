package io.keycloakpbx.restriction;

import io.keycloakpbx.address.Network;
import io.keycloakpbx.keycloak.ProfileValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/** The user-profile validator {@code pbx-network}: each value is an IP address or a network. */
public final class NetworkValidator extends ProfileValidator {

    static final String ID = "pbx-network";

    /** Longer than every address with a prefix length. */
    private static final int MAX_LENGTH = 64;

    static boolean isValid(String value) {
        return value != null
                && value.length() <= MAX_LENGTH
                && Network.parse(value).isPresent();
    }

    @Override
    protected void doValidate(String value, String inputHint, ValidationContext context, ValidatorConfig config) {
        if (!isValid(value)) {
            context.addError(new ValidationError(ID, inputHint, "pbxInvalidNetwork"));
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "IPv4 and IPv6 addresses, and networks such as 192.0.2.0/24 and 2001:db8::/32.";
    }
}
