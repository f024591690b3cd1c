package io.keycloakpbx.store;

import io.keycloakpbx.keycloak.PlainProviderFactory;

/** Makes a part of the files of PBX data; its id is the name of the member. */
public interface PbxDataSectionFactory extends PlainProviderFactory<PbxDataSection> {}
