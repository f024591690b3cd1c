package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserSessionModel;

/** A session of an operator, as the admin console shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "TenantOperatorSession",
        description = "A session of an operator, as the admin console shows it",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "startedAt", "lastAccessAt", "apps"})
record ConsoleSessionRepresentation(
        String id,
        @Schema(description = "The address that it began at") String address,
        @Schema(description = "When it began, in milliseconds since 1970") long startedAt,
        @Schema(description = "When it was used last, in milliseconds since 1970") long lastAccessAt,
        @Schema(description = "The client ids of the apps that it is for") List<String> apps) {

    static ConsoleSessionRepresentation of(UserSessionModel session) {
        return new ConsoleSessionRepresentation(
                session.getId(),
                session.getIpAddress(),
                TimeUnit.SECONDS.toMillis(session.getStarted()),
                TimeUnit.SECONDS.toMillis(session.getLastSessionRefresh()),
                session.getAuthenticatedClientSessions().values().stream()
                        .map(AuthenticatedClientSessionModel::getClient)
                        .filter(Objects::nonNull)
                        .map(ClientModel::getClientId)
                        .sorted()
                        .toList());
    }
}
