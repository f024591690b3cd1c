package io.keycloakpbx.securitydata.authorizationcode;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The code of a user, as a keyed hash. */
@Entity
@Table(name = "PBX_AUTHORIZATION_CODE")
public class AuthorizationCodeEntity {

    @Id
    @Column(name = "USER_ID", length = 36)
    String userId;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId;

    @Column(name = "CODE_HASH", length = 64, nullable = false)
    String codeHash;

    /** Milliseconds since 1970. */
    @Column(name = "EXPIRES_AT", nullable = false)
    long expiresAt;

    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    protected AuthorizationCodeEntity() {}
}
