package io.keycloakpbx.discovery;

import io.keycloakpbx.keycloak.FlowStep;
import io.keycloakpbx.keycloak.Frontend;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.TenantProvider;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Discovery for apps that know a SIP address only: the one step of a browser flow of a realm that is no tenant. It asks for
 * the address and sends the browser on to the tenant's own authorization endpoint, with the request that the app has made
 * and the user's name filled in. The tenant answers the app itself; parameter {@code iss} of the answer (RFC 9207) tells
 * where to exchange the code. The tenant needs a client with the id and the redirect URI of the app's.
 */
@ReliesOn("org.keycloak.protocol.oidc.OIDCLoginProtocolService: the path of the authorization endpoint")
public final class SipAddressAuthenticator implements FlowStep {

    private static final String FIELD = "sip_address";
    /** The longest user name, in characters. */
    private static final int MAX_USER_LENGTH = 64;

    private static final int MAX_LENGTH = MAX_USER_LENGTH + 1 + SipDomain.MAX_LENGTH + 5;

    /** What is passed on, where the app has sent it; Keycloak has checked each of them for the app's client. */
    private static final List<String> PARAMETERS = List.of(
            OIDCLoginProtocol.RESPONSE_TYPE_PARAM,
            OIDCLoginProtocol.RESPONSE_MODE_PARAM,
            OIDCLoginProtocol.SCOPE_PARAM,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.MAX_AGE_PARAM,
            OIDCLoginProtocol.ACR_PARAM,
            OIDCLoginProtocol.CLAIMS_PARAM,
            OIDCLoginProtocol.UI_LOCALES_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM);

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String hint = context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        Optional<SipAddress> address = hint == null ? Optional.empty() : address(hint);
        RealmModel tenant = address.map(hinted -> tenant(context, hinted)).orElse(null);
        if (tenant != null && tenant.isEnabled()) {
            goOn(context, tenant, address.get().user());
        } else {
            context.challenge(page(context, "", null));
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        String sent = context.getHttpRequest().getDecodedFormParameters().getFirst(FIELD);
        String typed = sent == null ? "" : sent.strip();
        Optional<SipAddress> address = address(typed);
        if (address.isEmpty()) {
            context.challenge(page(context, "", "pbxSipAddressInvalid"));
            return;
        }
        RealmModel tenant = tenant(context, address.get());
        if (tenant == null) {
            context.challenge(page(context, typed, "pbxSipAddressUnknown"));
        } else if (!tenant.isEnabled()) {
            context.challenge(page(context, typed, "pbxSipAddressSuspended"));
        } else {
            goOn(context, tenant, address.get().user());
        }
    }

    /** What a user types, where it may be the address of one: of usual length, at a SIP domain. */
    private static Optional<SipAddress> address(String text) {
        return text.length() > MAX_LENGTH
                ? Optional.empty()
                : SipAddress.parse(text)
                        .filter(address -> address.user().length() <= MAX_USER_LENGTH)
                        .filter(address -> address.domain().isPresent());
    }

    /** The tenant of an address, suspended or not, or null where there is none. */
    private static RealmModel tenant(AuthenticationFlowContext context, SipAddress address) {
        RealmModel tenant = address.domain()
                .map(TenantProvider.of(context.getSession())::getRealmBySipDomain)
                .orElse(null);
        return tenant == null || tenant.getId().equals(context.getRealm().getId()) ? null : tenant;
    }

    private static void goOn(AuthenticationFlowContext context, RealmModel tenant, String user) {
        context.forceChallenge(Response.seeOther(url(context, tenant, user)).build());
    }

    private static URI url(AuthenticationFlowContext context, RealmModel tenant, String user) {
        AuthenticationSessionModel request = context.getAuthenticationSession();
        Map<String, Object> values = new TreeMap<>();
        values.put("realm", tenant.getName());
        UriBuilder url =
                OIDCLoginProtocolService.authUrl(UriBuilder.fromUri(Frontend.of(context.getSession(), tenant)));
        add(url, values, OIDCLoginProtocol.CLIENT_ID_PARAM, request.getClient().getClientId());
        add(url, values, OIDCLoginProtocol.REDIRECT_URI_PARAM, request.getRedirectUri());
        add(url, values, OIDCLoginProtocol.LOGIN_HINT_PARAM, user);
        PARAMETERS.forEach(parameter -> add(url, values, parameter, request.getClientNote(parameter)));
        return url.buildFromMap(values);
    }

    private static void add(UriBuilder url, Map<String, Object> values, String parameter, String value) {
        if (value != null) {
            url.queryParam(parameter, "{" + parameter + "}");
            values.put(parameter, value);
        }
    }

    private static Response page(AuthenticationFlowContext context, String address, String error) {
        var form = context.form().setAttribute("sipAddress", address);
        if (error != null) {
            form.addError(new FormMessage(FIELD, error));
        }
        return form.createForm("pbx-sip-address.ftl");
    }

    @Override
    public String getId() {
        return "pbx-sip-address";
    }

    @Override
    public String getDisplayType() {
        return "PBX SIP address";
    }

    @Override
    public String getHelpText() {
        return "Asks for a SIP address and sends the browser on to the sign-in of its tenant.";
    }
}
