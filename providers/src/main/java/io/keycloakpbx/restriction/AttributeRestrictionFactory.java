package io.keycloakpbx.restriction;

import io.keycloakpbx.tenant.AccountValidity;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Restrictions that are attributes of the user, which come with the user from Keycloak's cache. */
public final class AttributeRestrictionFactory implements SignInRestrictionProviderFactory {

    @Override
    public SignInRestrictionProvider create(KeycloakSession session) {
        return new SignInRestrictionProvider() {
            @Override
            public SignInRestriction restriction(UserModel user) {
                List<String> allowed = user.getAttributeStream(SignInRestriction.ALLOWED_ADDRESSES)
                        .map(value -> value == null ? "" : value)
                        .toList();
                boolean locked = user.getAttributeStream(SignInRestriction.SESSION_ADDRESS_LOCK)
                        .anyMatch(SignInRestriction::isLock);
                SignInRestriction restriction = new SignInRestriction(allowed, locked, AccountValidity.of(user));
                return restriction.isNone() ? SignInRestriction.NONE : restriction;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return "user-attributes";
    }
}
