package io.keycloakpbx.extension;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ExtensionProvider}s. */
public interface ExtensionProviderFactory extends ProviderFactory<ExtensionProvider> {}
