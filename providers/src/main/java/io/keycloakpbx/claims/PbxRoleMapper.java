package io.keycloakpbx.claims;

import io.keycloakpbx.role.BuiltInRole;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.representations.IDToken;

/** The claim {@code pbx_role}: the strongest built-in PBX role of the user, a string. */
public final class PbxRoleMapper extends PbxMapper {

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        String role = BuiltInRole.of(userSession.getRealm(), userSession.getUser());
        if (role != null) {
            OIDCAttributeMapperHelper.mapClaim(token, mapper, role);
        }
    }

    @Override
    public String getId() {
        return "pbx-role-mapper";
    }

    @Override
    public String getDisplayType() {
        return "PBX role";
    }

    @Override
    public String getHelpText() {
        return "Adds the strongest built-in PBX role of the user.";
    }
}
