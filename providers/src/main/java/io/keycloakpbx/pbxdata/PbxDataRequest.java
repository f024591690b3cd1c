package io.keycloakpbx.pbxdata;

import io.keycloakpbx.extension.ExtensionProvider;
import io.keycloakpbx.extension.PbxUserProvider;
import java.util.function.Function;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** What import and export share of a request: for which realm it is, and its event. */
record PbxDataRequest(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {

    ExtensionProvider extensions() {
        return session.getProvider(ExtensionProvider.class);
    }

    PbxUserProvider users() {
        return session.getProvider(PbxUserProvider.class);
    }

    /** Does something in a transaction of its own, which is over when this returns. */
    <T> T inOwnTransaction(Function<PbxDataRequest, T> work) {
        KeycloakContext context = session.getContext();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                context,
                own -> {
                    own.getContext().setHttpRequest(context.getHttpRequest());
                    own.getContext().setConnection(context.getConnection());
                    return work.apply(
                            new PbxDataRequest(own, own.realms().getRealm(realm.getId()), adminEvent.clone(own)));
                },
                "Import of PBX data");
    }
}
