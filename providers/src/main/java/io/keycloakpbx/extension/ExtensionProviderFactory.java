package io.keycloakpbx.extension;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes {@link ExtensionProvider}s. */
public interface ExtensionProviderFactory extends PlainProviderFactory<ExtensionProvider> {}
