package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.FlowStep;
import org.keycloak.authentication.AuthenticationFlowContext;

/** The first step of a flow, which lets no blocked address go on. Pages that take a password ask again with each one. */
public final class AddressLockAuthenticator implements FlowStep {

    static final String ID = "pbx-address-lock";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (!AddressLock.refuses(context)) {
            context.success();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX address lock";
    }

    @Override
    public String getHelpText() {
        return "Refuses addresses from which too many sign-ins to the realm have failed.";
    }
}
