package io.keycloakpbx.securitydata.activity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/** What is known of a user beyond the account. Times are milliseconds since 1970. */
@Entity
@Table(name = "PBX_USER_ACTIVITY")
public class UserActivityEntity {

    @Id
    @Column(name = "USER_ID", length = 36)
    String userId;

    @Column(name = "LAST_LOG_ON")
    Long lastLogOn;

    @Column(name = "LAST_FAILED_LOG_ON")
    Long lastFailedLogOn;

    @Column(name = "LAST_LOCKOUT")
    Long lastLockout;

    /** In the past, or null, where the user is not locked out. */
    @Column(name = "LOCKED_UNTIL")
    Long lockedUntil;

    @Column(name = "MODIFIED_AT")
    Long modifiedAt;

    @Nationalized
    @Column(name = "CREATED_BY")
    String createdBy;

    @Nationalized
    @Column(name = "MODIFIED_BY")
    String modifiedBy;

    protected UserActivityEntity() {}
}
