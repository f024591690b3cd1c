package io.keycloakpbx.signin;

import io.keycloakpbx.tenant.SignInCheck;
import io.keycloakpbx.tenant.SignInCheckFactory;
import io.keycloakpbx.tenant.SignInFinding;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * What a user has to do before a sign-in ends: pages ask for it, the sign-in API refuses until it is done. Keycloak also asks
 * for what nobody has given the user to do: for an email address that is not verified, and for what a profile lacks.
 */
public final class RequiredActionCheckFactory implements SignInCheckFactory {

    @Override
    public SignInCheck create(KeycloakSession session) {
        return subject -> subject.user() == null ? List.of() : findings(session, subject.realm(), subject.user());
    }

    private static List<SignInFinding> findings(KeycloakSession session, RealmModel realm, UserModel user) {
        Set<String> given = user.getRequiredActionsStream().collect(Collectors.toSet());
        // Taken away, these would be asked for again.
        Set<String> triggered = Stream.of(RequiredAction.VERIFY_EMAIL, RequiredAction.VERIFY_PROFILE)
                .filter(action -> action == RequiredAction.VERIFY_EMAIL
                        ? hasToVerifyEmail(realm, user, given)
                        : lacksProfile(session, user))
                .map(Enum::name)
                .collect(Collectors.toSet());
        Stream<String> all = Stream.concat(
                        given.stream().sorted(), triggered.stream().sorted())
                .distinct();
        return enabled(realm, all)
                .map(action -> finding(action)
                        .mendedBy(
                                triggered.contains(action.getAlias())
                                        ? SignInFinding.EDIT_USER
                                        : SignInFinding.CLEAR_REQUIRED_ACTION))
                .toList();
    }

    private static Stream<RequiredActionProviderModel> enabled(RealmModel realm, Stream<String> aliases) {
        return aliases.map(realm::getRequiredActionProviderByAlias)
                .filter(Objects::nonNull)
                .filter(RequiredActionProviderModel::isEnabled);
    }

    private static SignInFinding finding(RequiredActionProviderModel action) {
        return SignInFinding.warning("pbxWhyRequiredAction")
                .with("action", action.getAlias())
                .with("name", action.getName() == null ? action.getAlias() : action.getName());
    }

    /** As Keycloak's action VERIFY_EMAIL decides it, which gives it to the user. */
    private static boolean hasToVerifyEmail(RealmModel realm, UserModel user, Set<String> given) {
        return realm.isVerifyEmail()
                && !user.isEmailVerified()
                && user.getEmail() != null
                && !user.getEmail().isBlank()
                && !given.contains(RequiredAction.UPDATE_EMAIL.name());
    }

    /** As Keycloak's action VERIFY_PROFILE decides it. */
    private static boolean lacksProfile(KeycloakSession session, UserModel user) {
        try {
            session.getProvider(UserProfileProvider.class)
                    .create(UserProfileContext.UPDATE_PROFILE, user)
                    .validate();
            return false;
        } catch (ValidationException e) {
            return true;
        }
    }

    @Override
    public int order() {
        return 800;
    }

    @Override
    public String getId() {
        return "required-action";
    }
}
