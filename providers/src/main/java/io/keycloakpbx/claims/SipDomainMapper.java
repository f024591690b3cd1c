package io.keycloakpbx.claims;

import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.Tenant;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * The claim {@code sip_domain}: the primary SIP domain of the user's tenant. A slim access token does without where its
 * issuer says it.
 */
public final class SipDomainMapper extends PbxMapper {

    /** The issuer of a slim token ends with the realm's name, which in most tenants is the domain. */
    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        boolean saidAlready = SlimAccessTokenMapper.isSlim(session)
                && Tenant.of(userSession.getRealm())
                        .map(Tenant::sipDomain)
                        .filter(domain -> token.getIssuer().endsWith("/realms/" + domain.value()))
                        .isPresent();
        return saidAlready ? token : super.transformAccessToken(token, mapper, session, userSession, clientSession);
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        Tenant.of(userSession.getRealm())
                .map(Tenant::sipDomain)
                .map(SipDomain::value)
                .ifPresent(domain -> OIDCAttributeMapperHelper.mapClaim(token, mapper, domain));
    }

    @Override
    public String getId() {
        return "pbx-sip-domain-mapper";
    }

    @Override
    public String getDisplayType() {
        return "PBX SIP domain";
    }

    @Override
    public String getHelpText() {
        return "Adds the primary SIP domain of the tenant.";
    }
}
