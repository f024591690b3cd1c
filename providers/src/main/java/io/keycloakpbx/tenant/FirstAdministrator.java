package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ContextRealm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.utils.EmailValidationUtil;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.Validator;

/**
 * The administrator that a new tenant begins with: a user with the role {@code Admin} who has no password yet. Keycloak's own
 * action token, as administrators mail it to users, lets its holder choose one.
 *
 * @param username the user name
 * @param email where the link goes
 */
record FirstAdministrator(String username, String email) {

    static final int MAX_LENGTH = 255;

    private static final String USERNAME_VALIDATOR = "pbx-username";
    private static final String MEMBER = "administrator.";

    /**
     * What can be said before there is a realm.
     *
     * @throws ModelValidationException if a member breaks its rule
     */
    void check(KeycloakSession session) {
        // Without a session no realm: a name that only the master realm may have is refused.
        ValidationContext context = new ValidationContext();
        session.getProvider(Validator.class, USERNAME_VALIDATOR).validate(username, UserModel.USERNAME, context);
        if (!context.isValid()) {
            throw new BrokenRuleException(
                    MEMBER + "username",
                    "must have 1 to 64 letters, digits, underscores, dashes, apostrophes and periods, no period at the start"
                            + " or end, and must not be admin, administrator, root or system",
                    "pbxErrorUsername");
        }
        if (email.length() > MAX_LENGTH || !EmailValidationUtil.isValidEmail(email)) {
            throw new BrokenRuleException(MEMBER + "email", "must be an email address", "pbxErrorEmail");
        }
    }

    /**
     * Makes the user, under the rules of the tenant's own user profile.
     *
     * @return the user's id
     * @throws ModelValidationException if the tenant's template does not allow the user
     */
    String create(KeycloakSession own, RealmModel realm) {
        RoleModel role = realm.getRole(TenantProvider.ADMINISTRATOR_ROLE);
        if (role == null) {
            throw new ModelValidationException("administrator needs the role " + TenantProvider.ADMINISTRATOR_ROLE
                    + ", which the tenant template does not have");
        }
        return ContextRealm.call(own, realm, () -> {
            UserModel user = createProfile(own);
            user.setEnabled(true);
            user.grantRole(role);
            return user.getId();
        });
    }

    private UserModel createProfile(KeycloakSession own) {
        UserProfile profile = own.getProvider(UserProfileProvider.class)
                .create(UserProfileContext.USER_API, Map.of(UserModel.USERNAME, username, UserModel.EMAIL, email));
        try {
            profile.validate();
        } catch (ValidationException e) {
            ValidationException.Error error = e.getErrors().get(0);
            throw new BrokenRuleException(
                    MEMBER + error.getAttribute(),
                    "is refused by the user profile of the tenant template: " + error.getMessage(),
                    null);
        }
        return profile.create();
    }

    /**
     * Mails the link to a user that is there. Where the realm has no mail server, or that does not take the mail, whoever asked
     * gets the link.
     *
     * @return null if tenant or user are gone by now
     */
    static AdministratorRepresentation invite(KeycloakSession session, String realmId, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        UserModel user = realm == null
                ? null
                : ContextRealm.call(session, realm, () -> session.users().getUserById(realm, userId));
        if (user == null) {
            return null;
        }
        int lifespan = realm.getActionTokenGeneratedByAdminLifespan();
        int expiration = Time.currentTime() + lifespan;
        List<String> actions = List.of(UserModel.RequiredAction.UPDATE_PASSWORD.name());
        String link = ActionLink.of(session, realm, user, actions, expiration, ActionLink.base(session, realm));
        boolean mailed = MailServerRules.sends(realm.getSmtpConfig())
                && TenantMail.send(session, realm, realm, user, (mail, of, to) -> mail.setAttribute(
                                        Constants.TEMPLATE_ATTR_REQUIRED_ACTIONS, actions)
                                .sendExecuteActions(link, TimeUnit.SECONDS.toMinutes(lifespan)))
                        == TenantMail.Outcome.SENT;
        return new AdministratorRepresentation(
                userId,
                user.getUsername(),
                user.getEmail(),
                mailed,
                mailed ? null : link,
                mailed ? null : Instant.ofEpochSecond(expiration).toString());
    }
}
