package io.keycloakpbx.username;

import io.keycloakpbx.username.UsernameRules.Violation;
import jakarta.ws.rs.core.Response;
import org.keycloak.Config;
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
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.storage.PartialImportRealmFromRepresentationEvent;

/**
 * Keeps users whose names break the rules from signing in, wherever they come from: LDAP, an identity provider, an
 * import that only reports. A required action is the one step that Keycloak evaluates in every sign-in, also after an
 * identity provider and in the direct grant. Nobody can complete it; an administrator has to rename the user.
 */
public final class UsernameRuleAction implements RequiredActionProvider, RequiredActionFactory {

    static final String ID = "pbx-username-rule";

    private static final String NAME = "PBX user name rules";

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (violation(context) == null) {
            context.getAuthenticationSession().removeRequiredAction(ID);
        } else {
            context.getAuthenticationSession().addRequiredAction(ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Violation violation = violation(context);
        if (violation == null) {
            context.success();
            return;
        }
        context.getEvent()
                .user(context.getUser())
                .detail(Details.USERNAME, context.getUser().getUsername())
                .detail(Details.REASON, violation.messageKey())
                .error(Errors.INVALID_USER_CREDENTIALS);
        context.challenge(context.form().setError(violation.messageKey()).createErrorPage(Response.Status.FORBIDDEN));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        requiredActionChallenge(context);
    }

    private static Violation violation(RequiredActionContext context) {
        RealmModel realm = context.getRealm();
        return ImportedUsernames.isTenant(realm) && context.getUser().getServiceAccountClientLink() == null
                ? UsernameRules.violation(context.getUser().getUsername(), RealmManager.isAdministrationRealm(realm))
                : null;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RealmModel.RealmPostCreateEvent created) {
                ImportedUsernames.checkRealm(created.getKeycloakSession(), created.getCreatedRealm());
                enable(created.getCreatedRealm());
            } else if (event instanceof PartialImportRealmFromRepresentationEvent imported) {
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
    private static void enable(RealmModel realm) {
        if (ImportedUsernames.isTenant(realm) && realm.getRequiredActionProviderByAlias(ID) == null) {
            RequiredActionProviderModel action = new RequiredActionProviderModel();
            action.setAlias(ID);
            action.setProviderId(ID);
            action.setName(NAME);
            action.setEnabled(true);
            realm.addRequiredActionProvider(action);
        }
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
