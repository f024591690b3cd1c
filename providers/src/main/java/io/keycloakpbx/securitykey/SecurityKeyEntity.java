package io.keycloakpbx.securitykey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/**
 * A key as it is stored. The primary key makes room for one key per realm, purpose and value. Nothing in the row opens
 * the key or shows its value: see {@link SecurityKeySecret} and {@link SecurityKeyIndex}.
 */
@Entity
@Table(name = "PBX_SECURITY_KEY")
public class SecurityKeyEntity {

    @Id
    @Column(name = "VALUE_HASH", length = 64)
    private String valueHash;

    @Column(name = "CODE_HASH", length = 64, nullable = false)
    private String codeHash;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private String realmId;

    @Nationalized
    @Column(name = "PURPOSE", nullable = false)
    private String purpose;

    @Nationalized
    @Column(name = "ACTION")
    private String action;

    @Column(name = "USER_HASH", length = 64)
    private String userHash;

    /** The id of the user whom the action is for, sealed; null without an action and in rows of earlier releases. */
    @Column(name = "USER_SEAL", length = 1400)
    private String userSeal;

    @Column(name = "SECRET_HASH", length = 64, nullable = false)
    private String secretHash;

    @Column(name = "CONTENT", nullable = false, columnDefinition = "TEXT")
    private String content;

    @Nationalized
    @Column(name = "ISSUER", nullable = false)
    private String issuer;

    @Column(name = "ISSUER_USER_ID")
    private String issuerUserId;

    @Column(name = "CREATED_AT", nullable = false)
    private long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false)
    private long expiresAt;

    protected SecurityKeyEntity() {}

    String getPurpose() {
        return purpose;
    }

    String getAction() {
        return action;
    }

    String getSecretHash() {
        return secretHash;
    }

    String getContent() {
        return content;
    }

    long getCreatedAt() {
        return createdAt;
    }

    long getExpiresAt() {
        return expiresAt;
    }
}
