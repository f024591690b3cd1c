package io.keycloakpbx.keycloak;

import io.keycloakpbx.store.OutboxDeliveryProvider;
import io.keycloakpbx.store.OutboxDeliveryProviderFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes what delivers recorded requests. */
public final class RecordedRequestDeliveryFactory implements OutboxDeliveryProviderFactory {

    static final String ID = "http-request";

    @Override
    public OutboxDeliveryProvider create(KeycloakSession session) {
        return new RecordedRequestDelivery(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
