package io.keycloakpbx.securitykey;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.keycloak.ReliesOn;
import jakarta.ws.rs.core.UriInfo;
import org.keycloak.authentication.actiontoken.DefaultActionToken;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.LoginActionsService;

/** The action token in an action URL: it carries the key to Keycloak, signed by the realm. */
@ReliesOn("org.keycloak.authentication.actiontoken.DefaultActionToken: what Keycloak's endpoint of action tokens takes")
public final class SecurityKeyActionToken extends DefaultActionToken {

    static final String TYPE = "pbx-security-key";

    @JsonProperty("kc")
    private String keyCode;

    @JsonProperty("kh")
    private String keyHash;

    @JsonProperty("act")
    private String action;

    private SecurityKeyActionToken() {}

    private SecurityKeyActionToken(String userId, int expiration) {
        super(userId, TYPE, expiration, null);
    }

    static SecurityKeyActionToken of(IssuedSecurityKey key, SecurityKeyAction action) {
        SecurityKeyActionToken token = new SecurityKeyActionToken(
                action.userId(), (int) key.expiresAt().getEpochSecond());
        token.keyCode = key.keyCode();
        token.keyHash = key.keyHash();
        token.action = action.name();
        token.issuedFor = action.clientId();
        return token;
    }

    String keyCode() {
        return keyCode;
    }

    String keyHash() {
        return keyHash;
    }

    /** The key's action, for showing only: what is done comes from the key itself. */
    String action() {
        return action;
    }

    /** The URL that starts the action. */
    String url(KeycloakSession session, RealmModel realm) {
        UriInfo uriInfo = session.getContext().getUri();
        return LoginActionsService.actionTokenProcessor(uriInfo)
                .queryParam("key", serialize(session, realm, uriInfo))
                .build(realm.getName())
                .toString();
    }
}
