package io.keycloakpbx.claims;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;

/** A mapper of one PBX fact to one claim, in every kind of token that its configuration names. */
abstract class PbxMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    private final List<ProviderConfigProperty> properties = new ArrayList<>();

    PbxMapper() {
        this(true);
    }

    /**
     * A mapper.
     *
     * @param named whether its configuration names the claim
     */
    PbxMapper(boolean named) {
        if (named) {
            OIDCAttributeMapperHelper.addTokenClaimNameConfig(properties);
        }
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, getClass());
    }

    @Override
    public final String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return properties;
    }
}
