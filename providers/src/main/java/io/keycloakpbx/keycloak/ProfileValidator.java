package io.keycloakpbx.keycloak;

import io.keycloakpbx.BundleInfo;
import java.util.List;
import java.util.Map;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.validate.AbstractStringValidator;

/** A validator of user profiles that has no settings. The admin console offers it for any attribute. */
public abstract class ProfileValidator extends AbstractStringValidator
        implements ConfiguredProvider, ServerInfoAwareProviderFactory {

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public final Map<String, String> getOperationalInfo() {
        return BundleInfo.get();
    }
}
