package io.keycloakpbx.extension;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.keycloak.storage.StorageId;

/** The managing user of an extension: no row, no managing user. */
@Entity
@Table(name = "PBX_MANAGING_USER")
class ManagingUserEntity {

    @Id
    @Column(name = "EXTENSION_ID", length = 36)
    String extensionId;

    @Column(name = "USER_ID", nullable = false)
    String userId;

    @Column(name = "USER_ENTITY_ID")
    String userEntityId;

    @Column(name = "USER_STORAGE_ID")
    String userStorageId;

    @Column(name = "DEFAULT_USER_ID")
    String defaultUserId;

    protected ManagingUserEntity() {}

    ManagingUserEntity(String extensionId, String userId) {
        this.extensionId = extensionId;
        this.userId = userId;
        this.userEntityId = entityId(userId);
        this.userStorageId = storageId(userId);
    }

    /** The user's row in Keycloak's table, or null for a user of a storage that keeps none there. */
    static String entityId(String userId) {
        return StorageId.isLocalStorage(userId) ? userId : null;
    }

    /** The component of a user storage that keeps no row per user, or null for every other user. */
    static String storageId(String userId) {
        return StorageId.isLocalStorage(userId) ? null : StorageId.providerId(userId);
    }
}
