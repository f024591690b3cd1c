package io.keycloakpbx.tenant;

import io.keycloakpbx.store.Transactions;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.util.TokenUtil;

/**
 * A request that changes something with a token of a tenant. It is looked at once more when its change is about to be kept: a
 * suspension may have come first.
 */
public final class OvertakenRequest {

    private static final String ATTRIBUTE = OvertakenRequest.class.getName();

    private final String realmId;
    private boolean kept;

    private OvertakenRequest(String realmId) {
        this.realmId = realmId;
    }

    /** The request of a session; empty where it comes with a token of the system level, or changes nothing. */
    public static Optional<OvertakenRequest> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(ATTRIBUTE, OvertakenRequest.class));
    }

    /**
     * Looks at a request at the end of its session's transaction. The filter does it for the token in the header; who takes
     * one from elsewhere calls this.
     *
     * @param realmId of the tenant that the token is of
     */
    public static void watch(KeycloakSession session, String realmId) {
        OvertakenRequest request = new OvertakenRequest(realmId);
        session.setAttribute(ATTRIBUTE, request);
        // The injected session is the request's only while the request is served, and a commit may come later.
        TenantProvider tenants = TenantProvider.of(session);
        Transactions.beforeCommit(session, () -> {
            if (!request.kept) {
                request.refuse(tenants);
            }
        });
    }

    /**
     * Looks at the request now, for the change that another session is about to keep. That one has to hold the realm's row: a
     * suspension then comes before this, or after the change.
     *
     * @throws NotAuthorizedException as Keycloak refuses a token that is good no longer
     */
    public void refuseIfOvertaken(KeycloakSession own) {
        refuse(TenantProvider.of(own));
    }

    /** The change has been kept: a suspension that comes now comes after it, and the answer says so. */
    public void kept() {
        kept = true;
    }

    private void refuse(TenantProvider tenants) {
        if (tenants.isOvertakenBySuspension(realmId)) {
            throw refusal();
        }
    }

    static NotAuthorizedException refusal() {
        return new NotAuthorizedException(TokenUtil.TOKEN_TYPE_BEARER);
    }
}
