package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.keycloak.Admission;
import io.keycloakpbx.keycloak.SignOut;
import io.keycloakpbx.securitydata.UserAttributes;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.tenant.TenantEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.services.messages.Messages;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/** Makes and changes users as requests want them, under the realm's rules. */
final class UserChange {

    /** What the user profile says of an attribute that stays as it is. */
    private static final String READ_ONLY = "error-user-attribute-read-only";

    private final CommandCall call;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserInput input;

    UserChange(CommandCall call, UserInput input) {
        this.call = call;
        this.session = call.session();
        this.realm = call.realm();
        this.input = input;
    }

    /** Makes the user. */
    UserModel create() {
        return writing(0, () -> {
            Map<String, List<String>> attributes = new HashMap<>(input.attributes());
            attributes.values().removeIf(List::isEmpty);
            UserProfile profile =
                    session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
            validate(profile, null, 0);
            UserModel user = profile.create();
            call.numbered().noteNew(NumberKind.USER);
            requireKept(user, 0);
            user.setEnabled(!Boolean.TRUE.equals(input.disabled()));
            setMustChangePassword(user);
            setPassword(user, 0);
            Database.flush(session);
            call.event(
                    OperationType.CREATE,
                    ResourceType.USER,
                    ModelToRepresentation.toRepresentation(session, realm, user),
                    "users",
                    user.getId());
            assign(user);
            return user;
        });
    }

    /** Changes a user, whom the caller may manage, and who is locked. */
    void change(UserModel user, int number) {
        requireOwnRules(user, number);
        writing(number, () -> {
            changeAccount(user, number);
            if (input.password() != null) {
                call.require(call.auth().users().canResetPassword(user), UserCommands.PERMISSION);
                setPassword(user, number);
                if (input.mustChangePassword() == null) {
                    // As in the admin console: a lasting password is not asked to be changed.
                    user.removeRequiredAction(RequiredAction.UPDATE_PASSWORD);
                }
                call.event(OperationType.ACTION, ResourceType.USER, null, "users", user.getId(), "reset-password");
            }
            assign(user);
            return user;
        });
    }

    private void requireOwnRules(UserModel user, int number) {
        if (Boolean.TRUE.equals(input.disabled()) && user.getId().equals(call.callerId())) {
            throw CommandRefusal.of(Reason.NOT_ALLOWED, UserCommands.TYPE, number, "Nobody disables themselves.");
        }
        List<String> type = input.attributes().get(UserAttributes.USER_TYPE);
        if (type != null && type.isEmpty() && user.getServiceAccountClientLink() != null) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    UserCommands.TYPE,
                    number,
                    "The user is the service account of a client, and so a web service.");
        }
    }

    private void changeAccount(UserModel user, int number) {
        if (!input.changesAccount()) {
            return;
        }
        if (!input.attributes().isEmpty()) {
            changeAttributes(user, number);
        }
        setMustChangePassword(user);
        if (input.disabled() != null) {
            setDisabled(user, input.disabled());
        }
        // Of two who take one name at once, the second one fails here.
        Database.flush(session);
        call.event(
                OperationType.UPDATE,
                ResourceType.USER,
                ModelToRepresentation.toRepresentation(session, realm, user),
                "users",
                user.getId());
    }

    private void changeAttributes(UserModel user, int number) {
        String email = user.getEmail();
        Map<String, List<String>> attributes = new HashMap<>(user.getAttributes());
        attributes.putAll(input.attributes());
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes, user);
        validate(profile, user, number);
        profile.update(false);
        removeEmpty(user, number, profile);
        requireKept(user, number);
        if (email != null && !email.equals(user.getEmail())) {
            user.setEmailVerified(false);
        }
    }

    /** An update leaves alone what is empty. What administrators may not edit is not validated either where it is unmanaged. */
    private void removeEmpty(UserModel user, int number, UserProfile profile) {
        input.attributes().forEach((name, values) -> {
            if (values.isEmpty() && user.getFirstAttribute(name) != null) {
                if (profile.getAttributes().isReadOnly(name)) {
                    throw readOnly(user, number, name);
                }
                user.removeAttribute(name);
            }
        });
    }

    private static CommandRefusal readOnly(UserModel user, int number, String attribute) {
        String keeper = user != null && user.isFederated() ? "user's directory" : "user profile of this domain";
        return CommandRefusal.of(
                Reason.NOT_ALLOWED,
                UserCommands.TYPE,
                number,
                UserInput.memberOf(attribute) + ": The " + keeper + " lets nobody change it here.");
    }

    private void validate(UserProfile profile, UserModel user, int number) {
        try {
            profile.validate();
        } catch (ValidationException e) {
            if (e.hasError(Messages.USERNAME_EXISTS)) {
                throw duplicate("There is a user with this UserName already.");
            }
            if (e.hasError(Messages.EMAIL_EXISTS)) {
                throw duplicate("There is a user with this Email already.");
            }
            e.getErrors().stream()
                    .filter(error -> READ_ONLY.equals(error.getMessage()))
                    .findFirst()
                    .ifPresent(error -> {
                        throw readOnly(user, number, error.getAttribute());
                    });
            AdminTexts texts = texts();
            e.getErrors().forEach(error -> {
                String member = UserInput.memberOf(error.getAttribute());
                call.request()
                        .violation(
                                member, member + ": " + texts.text(error.getMessage(), error.getMessageParameters()));
            });
            call.requireValid();
        }
    }

    /** What the user profile of the realm does not know, it drops without a word. */
    private void requireKept(UserModel user, int number) {
        input.attributes().forEach((name, values) -> {
            if (UserAttributes.ALL.contains(name)
                    && !user.getAttributeStream(name).toList().equals(values)) {
                throw CommandRefusal.of(
                        Reason.NOT_ALLOWED,
                        UserCommands.TYPE,
                        number,
                        "The users of this domain have no attribute " + name + ".");
            }
        });
    }

    private void setMustChangePassword(UserModel user) {
        if (Boolean.TRUE.equals(input.mustChangePassword())) {
            user.addRequiredAction(RequiredAction.UPDATE_PASSWORD);
        } else if (input.mustChangePassword() != null) {
            user.removeRequiredAction(RequiredAction.UPDATE_PASSWORD);
        }
    }

    /** Who is disabled is signed out, and is so where it is enabled again. */
    private void setDisabled(UserModel user, boolean disabled) {
        boolean ends = disabled && user.isEnabled();
        if (Admission.set(session, realm, user, !disabled)) {
            call.event(
                    OperationType.DELETE,
                    ResourceType.USER_LOGIN_FAILURE,
                    null,
                    "attack-detection",
                    "brute-force",
                    "users",
                    user.getId());
        }
        if (ends) {
            SignOut.everywhere(session, realm, user, () -> TenantEvent.of(session, realm, EventType.LOGOUT)
                    .detail(Details.REASON, "user_disabled"));
        }
    }

    private void setPassword(UserModel user, int number) {
        if (input.password() == null) {
            return;
        }
        try {
            if (user.credentialManager().updateCredential(UserCredentialModel.password(input.password(), false))) {
                return;
            }
        } catch (ReadOnlyException e) {
            throw e;
        } catch (ModelException e) {
            call.request()
                    .violation(
                            "Password",
                            "Password: "
                                    + texts().text(
                                                    String.valueOf(e.getMessage()),
                                                    e.getParameters() == null ? new Object[0] : e.getParameters()));
            call.requireValid();
        }
        throw CommandRefusal.of(
                Reason.NOT_ALLOWED, UserCommands.TYPE, number, "The password of this user is not kept here.");
    }

    private void assign(UserModel user) {
        new UserAssignments(call, user).change(input);
        new UserLinks(call, user).change(input.identities());
        new UserAnswers(call, user).change(input.answers());
        Database.flush(session);
    }

    private interface Writing {

        UserModel write();
    }

    private UserModel writing(int number, Writing writing) {
        try {
            return writing.write();
        } catch (ReadOnlyException e) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    UserCommands.TYPE,
                    number,
                    "The user's directory keeps this, and lets nobody change it here.");
        } catch (ModelDuplicateException e) {
            throw duplicate("There is a user with this UserName, Email or Identity already.");
        }
    }

    private static CommandRefusal duplicate(String text) {
        return CommandRefusal.of(Reason.DUPLICATE, UserCommands.TYPE, 0, text);
    }

    private AdminTexts texts() {
        return AdminTexts.of(session, realm, Locale.ENGLISH.getLanguage());
    }
}
