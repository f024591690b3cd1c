package io.keycloakpbx.extension;

import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** The user that an extension was taken from to be given to another. */
final class FormerOwner {

    /** The realm attribute that, set to {@code true}, ends the former owner's sessions. */
    static final String REVOKE_ON_STEAL = "pbx.revokeOnSteal";

    private final ExtensionRequest request;
    private final UserModel user;

    FormerOwner(ExtensionRequest request, UserModel user) {
        this.request = request;
        this.user = user;
    }

    /** Signs the user out everywhere where the realm wants that; offline tokens become invalid too. */
    void revokeIfWanted() {
        if (!Boolean.parseBoolean(request.realm().getAttribute(REVOKE_ON_STEAL))) {
            return;
        }
        KeycloakContext context = request.session().getContext();
        request.session().users().setNotBeforeForUser(request.realm(), user, Time.currentTime());
        List<UserSessionModel> sessions = request.session()
                .sessions()
                .getUserSessionsStream(request.realm(), user)
                .toList();
        sessions.forEach(userSession -> AuthenticationManager.backchannelLogout(
                request.session(),
                request.realm(),
                userSession,
                context.getUri(),
                context.getConnection(),
                context.getRequestHeaders(),
                true));
    }
}
