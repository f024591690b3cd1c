package io.keycloakpbx.extension;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

@Entity
@Table(name = "PBX_SERVER")
class PbxServerEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "REALM_ID", nullable = false, updatable = false)
    String realmId;

    @Nationalized
    @Column(name = "NAME", nullable = false)
    String name;

    protected PbxServerEntity() {}

    PbxServerEntity(String id, String realmId, String name) {
        this.id = id;
        this.realmId = realmId;
        this.name = name;
    }

    PbxServer toServer() {
        return new PbxServer(id, name);
    }
}
