package io.keycloakpbx.tenant;

import java.util.List;
import org.keycloak.provider.Provider;

/**
 * Says for administrators what would keep somebody out of a sign-in now. Each capability that decides at sign-in answers for
 * what it decides, by the rule that it decides by; it changes nothing, counts nothing and writes no event.
 */
public interface SignInCheck extends Provider {

    /** What stands in the way, the gravest first; empty where nothing does. */
    List<SignInFinding> findings(SignInSubject subject);

    @Override
    default void close() {}
}
