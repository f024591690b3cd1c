package io.keycloakpbx.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The number of a tenant. A unique key decides between two realms that claim the same one. */
@Entity
@Table(name = "PBX_TENANT_NUMBER")
public class TenantNumberEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    private String realmId;

    @Column(name = "TENANT_NUMBER", length = TenantNumber.MAX_LENGTH, nullable = false, unique = true)
    private String number;

    protected TenantNumberEntity() {}

    TenantNumberEntity(String realmId, String number) {
        this.realmId = realmId;
        this.number = number;
    }

    String getRealmId() {
        return realmId;
    }

    String getNumber() {
        return number;
    }

    void setNumber(String number) {
        this.number = number;
    }
}
