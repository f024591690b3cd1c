package io.keycloakpbx.lockout;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.services.managers.AuthenticationManager;

/** Keeps addresses from which too many sign-ins have failed away from passwords, codes and tokens. */
@ReliesOn(
        "org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType: the flow path of the token endpoint")
final class AddressLock {

    /** The path of the token endpoint's flow, whose client wants JSON and no page. */
    private static final String TOKEN_ENDPOINT = "token";

    private AddressLock() {}

    /** Answers a step of a flow with the refusal where the client's address is blocked. */
    static boolean refuses(AuthenticationFlowContext context) {
        AddressBlocked blocked = AddressLockProvider.of(context.getSession())
                .blocked(context.getRealm(), context.getConnection().getRemoteHost());
        if (blocked == null) {
            return false;
        }
        TenantEvent.tellTyped(
                        TenantEvent.tellTenant(context.getEvent(), context.getRealm()),
                        context.getHttpRequest()
                                .getDecodedFormParameters()
                                .getFirst(AuthenticationManager.FORM_USERNAME))
                .error(AddressBlocked.EVENT_ERROR);
        context.forceChallenge(
                TOKEN_ENDPOINT.equals(context.getFlowPath())
                        ? Response.status(Response.Status.FORBIDDEN)
                                .type(MediaType.APPLICATION_JSON)
                                .header(
                                        "Retry-After",
                                        Math.max(1, blocked.until().getEpochSecond() - Time.currentTime()))
                                .entity(blocked)
                                .build()
                        : context.form().setError("pbxAddressBlocked").createErrorPage(Response.Status.FORBIDDEN));
        return true;
    }
}
