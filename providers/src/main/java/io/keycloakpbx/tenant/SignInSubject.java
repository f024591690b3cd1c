package io.keycloakpbx.tenant;

import java.util.List;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Of whom it is asked what keeps them from signing in.
 *
 * @param realm where they sign in
 * @param user who it is, or null where the realm has no such user: then only what holds for everybody counts
 * @param addresses the IP addresses that the user has come from lately, the last one first, as far as whoever asks may know
 *     them; often none
 */
public record SignInSubject(RealmModel realm, UserModel user, List<String> addresses) {

    public SignInSubject {
        addresses = List.copyOf(addresses);
    }
}
