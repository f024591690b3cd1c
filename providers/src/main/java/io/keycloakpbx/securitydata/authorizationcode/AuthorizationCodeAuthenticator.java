package io.keycloakpbx.securitydata.authorizationcode;

import io.keycloakpbx.keycloak.CountedGuess;
import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.keycloak.UserLock;
import io.keycloakpbx.lockout.AddressLockProvider;
import io.keycloakpbx.securitydata.SecurityData;
import io.keycloakpbx.store.Sweep;
import io.keycloakpbx.tenant.TenantEvent;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.ExistingUserInfo;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * A step of the first-broker-login flow: whoever has the code of the account that is there links it. Where the account has no
 * code, or its user has none at hand, the flow goes on to the next step, as after Keycloak's other ways to confirm a link.
 */
@ReliesOn({
    "org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator:"
            + " what first-broker-login hands from step to step",
    "org.keycloak.authentication.authenticators.broker.util: by what the account was found, and the identity"
})
public final class AuthorizationCodeAuthenticator extends AbstractIdpAuthenticator implements FlowStep {

    static final String ID = "pbx-authorization-code";

    private static final String CODE = "code";
    private static final String INVALID = "pbxAuthorizationCodeInvalid";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{8}");

    private Sweep sweep;

    @Override
    protected void authenticateImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        UserModel user = user(context);
        if (user == null || !codes(context).isPending(user) || isBlocked(context)) {
            context.attempted();
        } else {
            context.challenge(page(context, identity, null));
        }
    }

    @Override
    protected void actionImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext identity) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        UserModel user = user(context);
        if (user == null || form.containsKey("skip") || isBlocked(context)) {
            context.attempted();
            return;
        }
        TenantEvent.tellTenant(context.getEvent(), context.getRealm())
                .user(user)
                .detail(Details.USERNAME, user.getUsername());
        String locked = UserLock.eventError(context, user);
        String code = form.getFirst(CODE);
        if (locked != null) {
            context.getEvent().error(locked);
            context.forceChallenge(page(context, identity, INVALID));
        } else if (code == null || !DIGITS.matcher(code.strip()).matches()) {
            // What can be no code is no guess.
            context.challenge(page(context, identity, INVALID));
        } else {
            redeem(context, identity, user, code.strip());
        }
    }

    private static void redeem(
            AuthenticationFlowContext context, BrokeredIdentityContext identity, UserModel user, String code) {
        switch (codes(context).redeem(user, code)) {
            case RIGHT -> {
                context.setUser(user);
                context.success();
            }
            case WRONG -> {
                CountedGuess.failed(context.getSession(), context.getRealm(), user);
                // Counts for the address, too.
                context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
                // Keycloak would count it against whose name was typed before, if anybody's.
                context.forceChallenge(page(context, identity, INVALID));
            }
            // Where there is nothing to be guessed, nobody is locked out for it.
            case NONE -> context.attempted();
        }
    }

    private static AuthorizationCodes codes(AuthenticationFlowContext context) {
        return new AuthorizationCodes(context.getSession(), context.getRealm());
    }

    /** The account that has the name or the address of the identity; null where nobody has, or nobody can link it. */
    private static UserModel user(AuthenticationFlowContext context) {
        ExistingUserInfo existing = SecurityData.isOn(context.getRealm()) ? existing(context) : null;
        UserModel user = existing == null
                ? null
                : context.getSession().users().getUserById(context.getRealm(), existing.getExistingUserId());
        return user != null && user.isEnabled() ? user : null;
    }

    private static ExistingUserInfo existing(AuthenticationFlowContext context) {
        String note = context.getAuthenticationSession().getAuthNote(EXISTING_USER_INFO);
        return note == null ? null : ExistingUserInfo.deserialize(note);
    }

    private static boolean isBlocked(AuthenticationFlowContext context) {
        return AddressLockProvider.of(context.getSession())
                        .blocked(context.getRealm(), context.getConnection().getRemoteHost())
                != null;
    }

    private static Response page(AuthenticationFlowContext context, BrokeredIdentityContext identity, String error) {
        IdentityProviderModel provider = identity.getIdpConfig();
        String name = provider.getDisplayName();
        LoginFormsProvider form = context.form()
                .setAttribute("pbxProvider", name == null || name.isBlank() ? provider.getAlias() : name)
                // Nothing that the identity provider has not told.
                .setAttribute("pbxAccount", existing(context).getDuplicateAttributeValue());
        return (error == null ? form : form.addError(new FormMessage(CODE, error)))
                .createForm("pbx-authorization-code.ftl");
    }

    @Override
    public void init(Config.Scope config) {
        sweep = Sweep.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        sweep.schedule(factory, "pbx-authorization-codes", AuthorizationCodes::removeExpired);
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Sweep.dependsOn(Set.of());
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        ProviderConfigurationBuilder options = ProviderConfigurationBuilder.create();
        Sweep.describe(options, "authorization codes");
        return options.build();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "PBX authorization code";
    }

    @Override
    public String getHelpText() {
        return "Links the account of whoever enters the code that an administrator has made for it.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }
}
