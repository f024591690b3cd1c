package io.keycloakpbx.securitydata.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tenant.TenantAttributes;
import java.util.Map;

/** Which members of an object stay though an update speaks of the member that they are in. */
final class Merging {

    private static final String ATTRIBUTES = "attributes";

    /** Into these Keycloak puts what an update has, and leaves all else. */
    private static final Map<String, String> MERGED = Map.of(
            "ApplicationInstance", ATTRIBUTES,
            "CLIENT_SCOPE", ATTRIBUTES,
            "COMPONENT", "config");

    private Merging() {}

    /**
     * Whether a member stays as it is.
     *
     * @param type the object's type in the log
     * @param name the member's name in the state
     */
    static boolean keeps(String type, String name, JsonNode update) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return false;
        }
        String outer = name.substring(0, dot);
        String inner = name.substring(dot + 1);
        boolean merged = "Domain".equals(type)
                ? ATTRIBUTES.equals(outer) && TenantAttributes.isKept(inner)
                : outer.equals(MERGED.get(type));
        return merged && !update.path(outer).has(inner);
    }
}
