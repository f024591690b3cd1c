package io.keycloakpbx.claims;

import io.keycloakpbx.usergroup.PbxPermissionProvider;
import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.IDToken;

/** The claim {@value #CLAIM}: the names of the permissions that the user has, in ASCII order. */
public final class PermissionMapper extends PbxMapper {

    static final String CLAIM = "pbx_permissions";

    private static final String ID = "pbx-permission-mapper";

    /** Makes a mapper to the one claim. */
    public PermissionMapper() {
        super(false);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        token.getOtherClaims().put(CLAIM, names(session, userSession));
    }

    /** One request issues up to two tokens with this claim, and the same queries serve both. */
    @SuppressWarnings("unchecked")
    private static List<String> names(KeycloakSession session, UserSessionModel userSession) {
        UserModel user = userSession.getUser();
        String key = ID + "." + user.getId();
        List<String> names = session.getAttribute(key, List.class);
        if (names == null) {
            names = List.copyOf(session.getProvider(PbxPermissionProvider.class)
                    .effective(userSession.getRealm(), user)
                    .enabledNames());
            session.setAttribute(key, names);
        }
        return names;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX permissions";
    }

    @Override
    public String getHelpText() {
        return "Adds the claim \"" + CLAIM + "\": the names of the permissions that the user has.";
    }
}
