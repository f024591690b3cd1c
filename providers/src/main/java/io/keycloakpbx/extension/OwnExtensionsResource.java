package io.keycloakpbx.extension;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;

/** The extensions of the user whose token a request carries. */
public class OwnExtensionsResource {

    private final KeycloakSession session;

    OwnExtensionsResource(KeycloakSession session) {
        this.session = session;
    }

    /** The extensions that the user manages. 401 without a valid token of this realm. */
    @GET
    @Path("me")
    @Produces(MediaType.APPLICATION_JSON)
    public Response own() {
        UserModel user = authenticate();
        RealmModel realm = session.getContext().getRealm();
        List<OwnExtensionRepresentation> owned =
                session.getProvider(ExtensionProvider.class).ownedExtensions(realm, user.getId()).stream()
                        .map(OwnExtensionRepresentation::of)
                        .toList();
        return Response.ok(owned).build();
    }

    /** Answers a browser that asks before it calls. */
    @OPTIONS
    @Path("me")
    public Response preflight() {
        return Cors.builder().auth().preflight().allowedMethods("GET").add(Response.ok());
    }

    private UserModel authenticate() {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isEnabled()) {
            throw new ForbiddenException("Realm not enabled");
        }
        if (!session.getContext().getUri().getBaseUri().getScheme().equals("https")
                && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw new ForbiddenException("HTTPS required");
        }
        AuthenticationManager.AuthResult result = new AppAuthManager.BearerTokenAuthenticator(session).authenticate();
        if (result == null) {
            throw new NotAuthorizedException("Bearer");
        }
        Cors.builder()
                .auth()
                .allowedMethods("GET")
                .checkAllowedOrigins(result.token())
                .add();
        return result.user();
    }
}
