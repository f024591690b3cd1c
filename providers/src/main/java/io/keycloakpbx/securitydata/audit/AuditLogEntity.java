package io.keycloakpbx.securitydata.audit;

import io.keycloakpbx.securitydata.RealmNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/** A change that an administrator made. */
@Entity
@Table(name = "PBX_AUDIT_LOG")
@IdClass(RealmNumber.class)
public class AuditLogEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    String realmId;

    @Id
    @Column(name = "AUDIT_NUMBER")
    int number;

    /** What all changes of a request have in common: a UUID. */
    @Column(name = "TREE_ID", length = 36, nullable = false)
    String treeId;

    /** The how many-th change of the request it is, from 1. */
    @Column(name = "NODE", nullable = false)
    int node;

    /** In milliseconds since 1970. */
    @Column(name = "ENTRY_DATE", nullable = false)
    long entryDate;

    @Column(name = "ACTION", length = 16, nullable = false)
    String action;

    @Column(name = "OBJECT_TYPE", length = 64, nullable = false)
    String objectType;

    @Column(name = "OBJECT_NUMBER")
    Integer objectNumber;

    /** Tells objects apart: the path of a resource of the Admin API. */
    @Column(name = "OBJECT_KEY", length = 300, nullable = false)
    String objectKey;

    @Nationalized
    @Column(name = "OBJECT_NAME")
    String objectName;

    @Nationalized
    @Column(name = "DISPLAY_NAME")
    String displayName;

    @Nationalized
    @Column(name = "USERNAME")
    String username;

    @Nationalized
    @Column(name = "APPLICATION")
    String application;

    /** How the object was after the change, without secrets: a JSON object of texts. */
    @Column(name = "STATE", columnDefinition = "TEXT")
    String state;

    /** The object's key where there is a state, which only the last change of an object has: what is looked for. */
    @Column(name = "STATE_KEY", length = 300)
    String stateKey;

    @Column(name = "LOG_DATA", nullable = false, columnDefinition = "TEXT")
    String logData;

    protected AuditLogEntity() {}
}
