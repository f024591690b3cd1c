package io.keycloakpbx.lockout;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** The failed sign-ins of one address to one realm. Times are seconds since 1970. */
@Entity
@Table(name = "PBX_ADDRESS_FAILURE")
@IdClass(AddressFailureEntity.Key.class)
public class AddressFailureEntity {

    static final int ADDRESS_LENGTH = 45;

    /** A primary key. */
    public record Key(String realmId, String address) implements Serializable {}

    @Id
    @Column(name = "REALM_ID", length = 36)
    private String realmId;

    @Id
    @Column(name = "ADDRESS", length = ADDRESS_LENGTH)
    private String address;

    @Column(name = "FAILURES", nullable = false)
    private int failures;

    @Column(name = "FIRST_FAILURE", nullable = false)
    private long firstFailure;

    @Column(name = "BLOCKED_UNTIL", nullable = false)
    private long blockedUntil;

    /** When the row may be forgotten. */
    @Column(name = "EXPIRY", nullable = false)
    private long expiry;

    protected AddressFailureEntity() {}

    AddressFailureEntity(
            String realmId, String address, int failures, long firstFailure, long blockedUntil, long expiry) {
        this.realmId = realmId;
        this.address = address;
        this.failures = failures;
        this.firstFailure = firstFailure;
        this.blockedUntil = blockedUntil;
        this.expiry = expiry;
    }

    String getRealmId() {
        return realmId;
    }

    String getAddress() {
        return address;
    }

    int getFailures() {
        return failures;
    }

    long getBlockedUntil() {
        return blockedUntil;
    }
}
