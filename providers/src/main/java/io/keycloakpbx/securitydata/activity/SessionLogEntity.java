package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.securitydata.RealmNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/** A session, open or closed. Times are milliseconds since 1970. */
@Entity
@Table(name = "PBX_SESSION")
@IdClass(RealmNumber.class)
public class SessionLogEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Id
    @Column(name = "SESSION_NUMBER")
    int number;

    @Column(name = "SESSION_ID", length = 36, nullable = false, unique = true)
    String sessionId;

    @Column(name = "USER_ID", nullable = false)
    String userId;

    @Column(name = "USER_NUMBER", nullable = false)
    int userNumber;

    /** As it was when the session began. */
    @Nationalized
    @Column(name = "USER_NAME")
    String userName;

    /** The internal id of the client. */
    @Column(name = "CLIENT_ID", length = 36)
    String clientId;

    @Column(name = "PARENT_NUMBER")
    Integer parentNumber;

    @Column(name = "IP_ADDRESS", length = 45)
    String address;

    @Column(name = "STARTED", nullable = false)
    long started;

    @Column(name = "REFRESHED")
    Long refreshed;

    /** When it ends unless it is used. */
    @Column(name = "ENDS", nullable = false)
    long ends;

    @Column(name = "CLOSED")
    Long closed;

    @Column(name = "REFRESH_COUNT", nullable = false)
    int refreshCount;

    protected SessionLogEntity() {}
}
