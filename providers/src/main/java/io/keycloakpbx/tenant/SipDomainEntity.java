package io.keycloakpbx.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One SIP domain that a realm claims. The primary key decides between two realms that claim the same one. */
@Entity
@Table(name = "PBX_SIP_DOMAIN")
public class SipDomainEntity {

    @Id
    @Column(name = "SIP_DOMAIN", length = SipDomain.MAX_LENGTH)
    private String sipDomain;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    private String realmId;

    @Column(name = "PRIMARY_DOMAIN", nullable = false)
    private boolean primaryDomain;

    protected SipDomainEntity() {}

    SipDomainEntity(String sipDomain, String realmId, boolean primaryDomain) {
        this.sipDomain = sipDomain;
        this.realmId = realmId;
        this.primaryDomain = primaryDomain;
    }

    String getSipDomain() {
        return sipDomain;
    }

    String getRealmId() {
        return realmId;
    }

    boolean isPrimaryDomain() {
        return primaryDomain;
    }

    void setPrimaryDomain(boolean primaryDomain) {
        this.primaryDomain = primaryDomain;
    }
}
