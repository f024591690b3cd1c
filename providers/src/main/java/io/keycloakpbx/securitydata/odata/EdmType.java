package io.keycloakpbx.securitydata.odata;

import java.time.Instant;
import java.util.UUID;

/** The types of properties (OData 3, Conceptual Schema Definition Language), and the classes of their values here. */
public enum EdmType {
    BOOLEAN("Edm.Boolean", Boolean.class),
    INT32("Edm.Int32", Integer.class),
    STRING("Edm.String", String.class),
    /** In UTC, in milliseconds. */
    DATE_TIME("Edm.DateTime", Instant.class),
    GUID("Edm.Guid", UUID.class);

    private final String edmName;
    private final Class<?> valueClass;

    EdmType(String edmName, Class<?> valueClass) {
        this.edmName = edmName;
        this.valueClass = valueClass;
    }

    /** The type's name in a schema. */
    public String edmName() {
        return edmName;
    }

    /** What values of the type are here. */
    public Class<?> valueClass() {
        return valueClass;
    }
}
