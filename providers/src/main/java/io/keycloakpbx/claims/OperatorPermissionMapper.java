package io.keycloakpbx.claims;

import io.keycloakpbx.operatorrole.OperatorPermissions;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import java.time.Instant;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/**
 * The claim {@value #CLAIM}: what the user may do as an operator when the token is issued, in ASCII order. Who has no role of
 * operators has no claim.
 */
public final class OperatorPermissionMapper extends PbxMapper {

    static final String CLAIM = "operator_permissions";

    private static final String ID = "operator-permission-mapper";

    /** Makes a mapper to the one claim. */
    public OperatorPermissionMapper() {
        super(false);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        OperatorPermissions effective = effective(session, userSession);
        if (effective.hasRoles()) {
            token.getOtherClaims().put(CLAIM, List.copyOf(effective.permissions()));
        }
    }

    /** One request issues up to two tokens with this claim, which say the same. */
    private static OperatorPermissions effective(KeycloakSession session, UserSessionModel userSession) {
        UserModel user = userSession.getUser();
        String key = ID + "." + user.getId();
        OperatorPermissions effective = session.getAttribute(key, OperatorPermissions.class);
        if (effective == null) {
            effective = OperatorRoleProvider.of(session)
                    .effective(userSession.getRealm(), user, Instant.ofEpochMilli(Time.currentTimeMillis()));
            session.setAttribute(key, effective);
        }
        return effective;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Operator permissions";
    }

    @Override
    public String getHelpText() {
        return "Adds the claim \"" + CLAIM
                + "\": what the user may do as an operator. Who has no role of operators has no" + " claim.";
    }
}
