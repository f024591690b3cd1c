package io.keycloakpbx.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/** A message that has not arrived yet. Times are milliseconds since 1970. */
@Entity
@Table(name = "PBX_OUTBOX")
class OutboxEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", nullable = false)
    String realmId;

    @Column(name = "KIND", nullable = false)
    String kind;

    @Nationalized
    @Column(name = "DESTINATION", nullable = false)
    String destination;

    @Column(name = "PAYLOAD", nullable = false, columnDefinition = "TEXT")
    String payload;

    @Column(name = "CREATED_AT", nullable = false)
    long createdAt;

    @Column(name = "NEXT_ATTEMPT_AT", nullable = false)
    long nextAttemptAt;

    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    /** Until then the message is in the hands of a node. */
    @Column(name = "CLAIMED_UNTIL", nullable = false)
    long claimedUntil;

    protected OutboxEntity() {}
}
