package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.PlainProviderFactory;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link SignInCheck}s. Those of a lower {@link #order()} come first: it is where a sign-in meets them. */
public interface SignInCheckFactory extends PlainProviderFactory<SignInCheck> {

    /**
     * All findings of all checks, in the order of their factories. A check that fails is a finding of its own. The session's
     * context is bound to the realm.
     */
    static List<SignInFinding> all(KeycloakSession session, SignInSubject subject) {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(SignInCheck.class)
                .sorted(Comparator.comparingInt(ProviderFactory::order))
                .flatMap(factory -> findings(session, factory.getId(), subject).stream())
                .toList();
    }

    private static List<SignInFinding> findings(KeycloakSession session, String id, SignInSubject subject) {
        try {
            return session.getProvider(SignInCheck.class, id).findings(subject);
        } catch (RuntimeException e) {
            Logger.getLogger(SignInCheckFactory.class).errorf(e, "The sign-in check %s has failed", id);
            return List.of(SignInFinding.warning("pbxWhyNotChecked").with("check", id));
        }
    }
}
