package io.keycloakpbx.username;

import io.keycloakpbx.keycloak.RequiredActions;
import io.keycloakpbx.role.GuardedObjectProvider;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.username.UsernameRules.Violation;
import jakarta.ws.rs.core.Response;
import org.keycloak.Config;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.storage.PartialImportRealmFromRepresentationEvent;
import org.keycloak.storage.StorageId;

/**
 * Keeps users whose names break the rules from signing in, wherever they come from: LDAP, an identity provider, an import
 * that only reports; and users of a directory that gives them a role which nobody in a tenant may have. A required action
 * is the one step that Keycloak evaluates in every sign-in, also after an identity provider and in the direct grant.
 * Nobody can complete it; an administrator has to rename the user.
 */
public final class UsernameRuleAction implements RequiredActionProvider, RequiredActionFactory {

    static final String ID = "pbx-username-rule";

    static final String UNWANTED = "pbxSystemLevelRole";
    private static final String NAME = "PBX user name rules";

    /** An action that does not support it counts as done for a sign-in which an app begins with {@code kc_action}. */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (reason(context) == null) {
            context.getAuthenticationSession().removeRequiredAction(ID);
        } else {
            context.getAuthenticationSession().addRequiredAction(ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        String reason = reason(context);
        if (reason == null) {
            context.success();
            return;
        }
        context.getEvent()
                .user(context.getUser())
                .detail(Details.USERNAME, context.getUser().getUsername())
                .detail(Details.REASON, reason)
                .error(Errors.INVALID_USER_CREDENTIALS);
        context.challenge(context.form().setError(reason).createErrorPage(Response.Status.FORBIDDEN));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        requiredActionChallenge(context);
    }

    private static String reason(RequiredActionContext context) {
        return reason(context.getSession(), context.getRealm(), context.getUser());
    }

    /** Why a user does not sign in, as a key of a message, or null. */
    static String reason(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!Tenant.is(realm) || user.getServiceAccountClientLink() != null) {
            return null;
        }
        Violation violation = UsernameRules.violation(user.getUsername(), false);
        if (violation != null) {
            return violation.messageKey();
        }
        return isForeign(user) && hasUnwanted(session, realm, user) ? UNWANTED : null;
    }

    /** The database says what all others have, and it was checked when they got it. */
    private static boolean isForeign(UserModel user) {
        return user.isFederated() || !StorageId.isLocalStorage(user.getId());
    }

    private static boolean hasUnwanted(KeycloakSession session, RealmModel realm, UserModel user) {
        return session.getAllProviders(GuardedObjectProvider.class).stream()
                .anyMatch(guarded -> guarded.hasUnwanted(realm, user));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PartialImportRealmFromRepresentationEvent imported) {
                try {
                    ImportedUsernames.checkUsers(
                            imported.getRealm(), imported.getRep().getUsers());
                } catch (ModelValidationException e) {
                    // Keycloak's resource would answer 400 without the list.
                    throw ErrorResponse.error(e.getMessage(), Response.Status.BAD_REQUEST);
                }
            }
        });
    }

    /** A tenant that was not made from the template gets the rule too. */
    static void enable(RealmModel realm) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(ID);
        action.setProviderId(ID);
        action.setName(NAME);
        action.setEnabled(true);
        RequiredActions.add(realm, action);
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void close() {}

    @Override
    public String getDisplayText() {
        return NAME;
    }

    @Override
    public String getId() {
        return ID;
    }
}
