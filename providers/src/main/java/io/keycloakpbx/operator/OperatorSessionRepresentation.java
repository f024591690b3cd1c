package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/** A session of an operator. */
@Schema(
        name = "OperatorSession",
        description = "A session of an operator",
        additionalProperties = Schema.False.class,
        requiredProperties = {"id", "operator_id", "tenant_id"})
record OperatorSessionRepresentation(
        String id,
        @JsonProperty("operator_id") String operatorId,
        @JsonProperty("tenant_id") String tenantId,
        @JsonProperty("client_ip") @Schema(description = "The address that it began at") String clientIp,
        @Schema(description = "How it began") String type,
        @Schema(description = "When it ends at the latest, in milliseconds since 1970") long expires,
        @JsonProperty("_created_on_utc") @Schema(description = "When it began, in milliseconds since 1970")
                long createdOnUtc) {

    /** A list of sessions. */
    @Schema(
            name = "OperatorSessions",
            additionalProperties = Schema.False.class,
            requiredProperties = {"count", "tenant_id", "items"})
    record Many(long count, @JsonProperty("tenant_id") String tenantId, List<OperatorSessionRepresentation> items) {}

    static OperatorSessionRepresentation of(
            RealmModel realm, String tenantId, String operatorId, UserSessionModel session) {
        long began = TimeUnit.SECONDS.toMillis(session.getStarted());
        return new OperatorSessionRepresentation(
                session.getId(),
                operatorId,
                tenantId,
                session.getIpAddress(),
                session.getAuthMethod(),
                SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(
                        false, session.isRememberMe(), began, realm),
                began);
    }
}
