package io.keycloakpbx.extension;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.keycloak.UserId;
import io.keycloakpbx.tenant.SwitchSetting;
import jakarta.ws.rs.WebApplicationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/** Makes users of a realm as the iSymphony contract wants it. */
final class PbxUsers {

    static final SwitchSetting ACCEPT_SHA1 = new SwitchSetting("pbx.acceptSha1Passwords", false);

    private static final Pattern SHA1 = Pattern.compile("[0-9a-fA-F]{40}");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    PbxUsers(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** A user of the realm, or null where it has none of that id. */
    UserModel byId(String id) {
        return id == null ? null : UserId.find(session, realm, id);
    }

    /** A user of the realm, or null where it has none of that name. */
    UserModel byUsername(String username) {
        return session.users().getUserByUsername(realm, username);
    }

    /**
     * Creates a user under the realm's rules for profiles and passwords, and its admin event. Errors: 403 without the
     * right to manage all users, 400 for a profile or password that breaks a rule, 409 for a name that is taken.
     */
    UserModel create(PbxUserInput input) {
        new Access(auth, RefusalRenderer.TEXT).requireManageUsers();
        boolean sha1 = SHA1.matcher(input.password()).matches();
        if (sha1 && !ACCEPT_SHA1.of(realm)) {
            throw ContractError.badRequest("A SHA-1 hash is not accepted as a password.");
        }
        if (byUsername(input.username()) != null) {
            throw ContractError.conflict(ContractError.USERNAME_EXISTS);
        }
        UserModel user = createProfile(input);
        user.setEnabled(input.enabled() == null || input.enabled());
        if (input.displayName() != null) {
            user.setSingleAttribute(PbxUser.DISPLAY_NAME, input.displayName());
        }
        if (input.full() != null) {
            user.setSingleAttribute(PbxUser.FULL, input.full().toString());
        }
        if (sha1) {
            user.credentialManager()
                    .createStoredCredential(
                            Sha1PasswordHashProvider.credential(input.password().toLowerCase(Locale.ROOT)));
        } else {
            setPassword(user, input.password());
        }
        adminEvent
                .resource(ResourceType.USER)
                .operation(OperationType.CREATE)
                .resourcePath("users", user.getId())
                .representation(toRepresentation(user))
                .success();
        return user;
    }

    private UserModel createProfile(PbxUserInput input) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, input.username());
        if (input.displayName() != null) {
            attributes.put(PbxUser.DISPLAY_NAME, input.displayName());
        }
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
        try {
            profile.validate();
            return profile.create();
        } catch (ValidationException e) {
            if (e.hasError(Messages.USERNAME_EXISTS)) {
                throw ContractError.conflict(ContractError.USERNAME_EXISTS);
            }
            ValidationException.Error error = e.getErrors().get(0);
            throw refused(error.getMessage(), error.getMessageParameters());
        } catch (ModelDuplicateException e) {
            // Another request took the name after the profile was checked.
            throw ContractError.conflict(ContractError.USERNAME_EXISTS);
        }
    }

    private void setPassword(UserModel user, String password) {
        try {
            user.credentialManager().updateCredential(UserCredentialModel.password(password, false));
        } catch (ModelException e) {
            throw refused(String.valueOf(e.getMessage()), e.getParameters());
        }
    }

    private WebApplicationException refused(String messageKey, Object... parameters) {
        return ContractError.badRequest(
                AdminTexts.of(session, realm, auth.adminAuth().getToken().getLocale())
                        .text(messageKey, parameters));
    }

    /** The JSON of one user. */
    PbxUserRepresentation toRepresentation(UserModel user) {
        return PbxUserRepresentation.of(PbxUser.of(user));
    }
}
