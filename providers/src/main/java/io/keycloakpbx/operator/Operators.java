package io.keycloakpbx.operator;

import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.keycloak.Admission;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.store.Transactions;
import io.keycloakpbx.tenant.NewPassword;
import io.keycloakpbx.tenant.OvertakenRequest;
import io.keycloakpbx.tenant.OwnSession;
import io.keycloakpbx.tenant.TenantsBusyException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.Validator;

/** Makes, changes and removes operators, who are users of their tenant's realm. */
final class Operators {

    private static final String USERNAME_VALIDATOR = "pbx-username";
    /** Keycloak's word for what a user's directory keeps, or the caller may not change. */
    private static final String READ_ONLY = "error-user-attribute-read-only";

    private static final int MAX_USERNAME = 48;
    private static final int TRIES = 20;
    private static final int RANDOM_LENGTH = 8;

    private final OperatorRequest request;

    Operators(OperatorRequest request) {
        this.request = request;
    }

    /**
     * Makes an operator who has to verify the email address before a first sign-in, and mails the link for it. The operator is
     * there, whatever becomes of the mail.
     */
    OperatorRepresentation signUp(OperatorInput input) {
        OperatorProblems problems = new OperatorProblems();
        RolePlan roles = RolePlan.of(
                request,
                input.roles(),
                input.customRoles(),
                Set.of(),
                OperatorError.OPERATOR_INVALID_SIGNUP_ROLE,
                problems);
        problems.refuse();
        OperatorRepresentation made;
        try {
            made = OwnSession.callFor(request.session(), request.realm(), own -> {
                // What only people of the system level may do, the model itself refuses to others.
                own.getContext().setBearerToken(request.session().getContext().getBearerToken());
                RealmModel realm = own.realms().getRealm(request.realm().getId());
                return ContextRealm.call(own, realm, () -> create(own, realm, input, roles));
            });
        } catch (ModelDuplicateException e) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_SIGNUP_EXISTS);
        } catch (TenantsBusyException e) {
            throw OperatorErrors.busy();
        }
        OvertakenRequest.of(request.session()).ifPresent(OvertakenRequest::kept);
        return made.mailed(VerificationMail.send(request.session(), request.realm(), made.id()));
    }

    private OperatorRepresentation create(KeycloakSession own, RealmModel realm, OperatorInput input, RolePlan roles) {
        String email = input.attributes().get(UserModel.EMAIL).get(0);
        // Of two at once, the second finds what the first has made. So does a suspension.
        RowLock.realm(own, realm.getId());
        OvertakenRequest.of(request.session()).ifPresent(caller -> caller.refuseIfOvertaken(own));
        if (own.users().getUserByEmail(realm, email) != null) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_SIGNUP_EXISTS);
        }
        Map<String, List<String>> attributes = new HashMap<>(input.attributes());
        attributes.put(UserModel.USERNAME, List.of(username(own, realm, email)));
        attributes.put(OperatorAttributes.OPERATOR, List.of(Boolean.TRUE.toString()));
        UserProfile profile =
                own.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
        validate(own, realm, profile);
        UserModel user = profile.create();
        user.setEnabled(true);
        NewPassword.set(own, realm, user, input.password()).ifPresent(rejection -> {
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST, rejection.words());
        });
        user.addRequiredAction(RequiredAction.VERIFY_EMAIL);
        roles.apply(own, realm, user, Set.of());
        tellRolesMade(own, realm, user, roles);
        OperatorRepresentation made = new JpaOperators(own, realm)
                .find(user.getId())
                .map(found -> OperatorRepresentation.of(own, realm, request.tenantId(), found))
                .orElseThrow(() -> OperatorErrors.refused(
                        OperatorError.OPERATOR_INVALID_TENANT_DATA,
                        "The tenant's users have no attribute " + OperatorAttributes.OPERATOR
                                + ". An upgrade of the tenant brings it"));
        request.adminEvent()
                .clone(own)
                .resource(ResourceType.USER)
                .operation(OperationType.CREATE)
                .resourcePath("users", user.getId())
                .representation(made)
                .success();
        return made;
    }

    /** A custom role that comes with an operator is on record as one that comes by itself. */
    private void tellRolesMade(KeycloakSession session, RealmModel realm, UserModel user, RolePlan plan) {
        OperatorRoleProvider.of(session).rolesOf(realm, user).stream()
                .filter(role -> !plan.roleIds().contains(role.id()))
                .forEach(role -> CustomRoles.event(
                        request.adminEvent().clone(session),
                        OperationType.CREATE,
                        CustomRoleRepresentation.of(role, request.tenantId())));
    }

    private static void validate(KeycloakSession session, RealmModel realm, UserProfile profile) {
        try {
            profile.validate();
        } catch (ValidationException e) {
            if (e.hasError(Messages.EMAIL_EXISTS)) {
                throw OperatorErrors.refused(OperatorError.OPERATOR_SIGNUP_EXISTS);
            }
            AdminTexts texts = AdminTexts.of(session, realm, null);
            throw OperatorErrors.refused(e.getErrors().stream()
                    .map(error -> OperatorErrors.Item.of(
                            error.getMessage().equals(READ_ONLY)
                                    ? OperatorError.OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS
                                    : OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST,
                            error.getAttribute() + ": " + texts.text(error.getMessage(), error.getMessageParameters())))
                    .toList());
        }
    }

    /** What comes before the @, as far as a user of a PBX may be called so, and nobody is yet. */
    private static String username(KeycloakSession session, RealmModel realm, String email) {
        String local = email.substring(0, email.lastIndexOf('@'))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_.'-]", "_");
        String name = local.substring(0, Math.min(local.length(), MAX_USERNAME)).replaceAll("^\\.+|\\.+$", "");
        String free = name;
        for (int i = 2; !isFree(session, realm, free); i++) {
            free = name
                    + '-'
                    + (i <= TRIES
                            ? Integer.toString(i)
                            : SecretGenerator.getInstance().randomString(RANDOM_LENGTH, SecretGenerator.DIGITS));
        }
        return free;
    }

    private static boolean isFree(KeycloakSession session, RealmModel realm, String name) {
        ValidationContext context = new ValidationContext(session);
        session.getProvider(Validator.class, USERNAME_VALIDATOR).validate(name, UserModel.USERNAME, context);
        return context.isValid() && session.users().getUserByUsername(realm, name) == null;
    }

    /** An operator; refused where no operator of the tenant has the id. */
    OperatorUser find(String id) {
        return new JpaOperators(request.session(), request.realm())
                .find(id)
                .orElseThrow(() -> OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND));
    }

    private OperatorRepresentation representation(KeycloakSession session, RealmModel realm, String id) {
        OperatorUser user = new JpaOperators(session, realm).find(id).orElseThrow();
        return OperatorRepresentation.of(session, realm, request.tenantId(), user);
    }

    /**
     * An operator as it is, which nobody else changes until the request has ended.
     *
     * @param expected the version that the caller has seen; refused where the operator is another by now
     */
    private OperatorRepresentation locked(UserModel user, long expected) {
        KeycloakSession session = request.session();
        if (!RowLock.user(session, user.getId())) {
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND);
        }
        if (user instanceof CachedUserModel cached) {
            // What others have changed until now is not to be written back.
            cached.invalidate();
        }
        OperatorRepresentation now =
                OperatorRepresentation.of(session, request.realm(), request.tenantId(), find(user.getId()));
        if (expected != now.etag().longValue()) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_ETAG);
        }
        return now;
    }

    /** Changes an operator, if it is as the caller has seen it. */
    OperatorRepresentation change(UserModel user, OperatorInput input) {
        KeycloakSession session = request.session();
        RealmModel realm = request.realm();
        OperatorRepresentation before = locked(user, input.etag());
        try {
            changeRoles(user, input, before);
            changeProfile(user, input, before);
            if (input.disabled() != null) {
                setEnabled(user, !input.disabled());
            }
        } catch (ReadOnlyException e) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS);
        }
        OperatorRepresentation after = representation(session, realm, user.getId());
        request.adminEvent()
                .resource(ResourceType.USER)
                .operation(OperationType.UPDATE)
                .resourcePath("users", user.getId())
                .representation(after)
                .success();
        return after;
    }

    private void setEnabled(UserModel user, boolean enabled) {
        if (Admission.set(request.session(), request.realm(), user, enabled)) {
            request.adminEvent()
                    .clone(request.session())
                    .resource(ResourceType.USER_LOGIN_FAILURE)
                    .operation(OperationType.DELETE)
                    .resourcePath("attack-detection", "brute-force", "users", user.getId())
                    .success();
        }
    }

    private void changeProfile(UserModel user, OperatorInput input, OperatorRepresentation before) {
        KeycloakSession session = request.session();
        RealmModel realm = request.realm();
        Map<String, List<String>> attributes = new HashMap<>(user.getAttributes());
        attributes.putAll(input.attributes());
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes, user);
        validate(session, realm, profile);
        try {
            profile.update(false);
            // That leaves alone what is empty.
            input.attributes().forEach((name, values) -> {
                if (values.isEmpty()) {
                    user.removeAttribute(name);
                }
            });
            // Of two who take one email address at once, the second one fails here.
            Database.flush(session);
        } catch (ModelDuplicateException e) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_SIGNUP_EXISTS);
        }
        if (user.getEmail() != null && !user.getEmail().equals(before.email())) {
            user.setEmailVerified(false);
            user.addRequiredAction(RequiredAction.VERIFY_EMAIL);
            String id = user.getId();
            VerificationMail.Link link = VerificationMail.Link.of(session, realm, user);
            Transactions.afterCommit(session, () -> VerificationMail.enqueue(session, realm, id, link));
        }
    }

    private void changeRoles(UserModel user, OperatorInput input, OperatorRepresentation before) {
        if (input.roles() == null && input.customRoles() == null) {
            return;
        }
        RealmModel realm = request.realm();
        Set<String> held = new LinkedHashSet<>();
        before.roles().forEach(role -> held.add(realm.getRole(role.name()).getId()));
        before.customRoles().forEach(role -> held.add(role.id()));
        List<String> baseRoles = input.roles() != null
                ? input.roles()
                : before.roles().stream()
                        .map(CustomRoleRepresentation.Role::name)
                        .toList();
        List<CustomRoleInput> customRoles = input.customRoles() != null
                ? input.customRoles()
                : before.customRoles().stream()
                        .map(role -> new CustomRoleInput(role.id(), null, null))
                        .toList();
        OperatorProblems problems = new OperatorProblems();
        if (baseRoles.isEmpty() && customRoles.isEmpty() && !held.isEmpty()) {
            problems.add(OperatorError.OPERATOR_INVALID_ROLE_LIST_SIZE);
        }
        RolePlan plan = RolePlan.of(
                request,
                baseRoles,
                customRoles,
                held,
                OperatorError.OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS,
                problems);
        boolean sentBack = plan.definitions().isEmpty() && plan.roleIds().equals(held);
        if (!sentBack && !request.auth().users().canMapRoles(user)) {
            problems.say(
                    OperatorError.OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS,
                    "You may not change the roles of this operator",
                    new ConsoleHint(ConsoleHint.ROLES, "pbxErrorMayNotMapRoles", Map.of()));
        }
        RoleGrants grants = new RoleGrants(request);
        // What takes something away makes more of an operator when it goes.
        held.stream().filter(id -> !plan.roleIds().contains(id)).forEach(id -> {
            RoleModel role = realm.getRoleById(id);
            if (role != null && !grants.mayGrant(role)) {
                problems.say(
                        OperatorError.OPERATOR_INSUFFICIENT_OPERATOR_PERMISSIONS,
                        "You may not take away role " + role.getName(),
                        ConsoleHint.of(role, "pbxErrorMayNotTakeAway"));
            }
        });
        problems.refuse();
        plan.apply(request.session(), realm, user, held);
        tellRolesMade(request.session(), realm, user, plan);
    }

    /** Removes an operator, whatever it is by now, and answers what it was. */
    OperatorRepresentation remove(UserModel user) {
        return remove(
                user,
                OperatorRepresentation.of(request.session(), request.realm(), request.tenantId(), find(user.getId())));
    }

    /** Removes an operator, if it is as the caller has seen it, and answers what it was. */
    OperatorRepresentation remove(UserModel user, long expected) {
        return remove(user, locked(user, expected));
    }

    private OperatorRepresentation remove(UserModel user, OperatorRepresentation removed) {
        if (!new UserManager(request.session()).removeUser(request.realm(), user)) {
            throw OperatorErrors.refused(OperatorError.SESSION_SUBJECT_NOT_FOUND);
        }
        request.adminEvent()
                .resource(ResourceType.USER)
                .operation(OperationType.DELETE)
                .resourcePath("users", removed.id())
                .representation(removed)
                .success();
        return removed;
    }
}
