package io.keycloakpbx.usergroup;

import io.keycloakpbx.usergroup.PbxPermission.Kind;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * A custom permission of a realm: a component of it.
 *
 * @param componentId the id of the component
 */
record CustomPermission(String componentId, String name, String label, String description, boolean enabledByDefault) {

    /** The component's type. */
    static final String TYPE = CustomPermissionProvider.class.getName();

    static final String PROVIDER_ID = "permission";
    static final String LABEL = "label";
    static final String DESCRIPTION = "description";
    static final String DEFAULT_VALUE = "defaultValue";

    /** What names begin with; a number follows. */
    static final String PREFIX = "perm_";

    private static final Pattern NAME = Pattern.compile(PREFIX + "[1-9][0-9]{0,9}");

    /** The name that a number makes. */
    static String name(int number) {
        return PREFIX + number;
    }

    /** The number in a name; the greatest there is where it is greater. */
    static int number(String name) {
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(name.substring(PREFIX.length())));
    }

    static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    static CustomPermission of(ComponentModel component) {
        return new CustomPermission(
                component.getId(),
                component.getName(),
                component.get(LABEL),
                component.get(DESCRIPTION),
                component.get(DEFAULT_VALUE, false));
    }

    /** Those of a realm, as the session knows it. */
    static Stream<CustomPermission> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), TYPE)
                .filter(component -> PROVIDER_ID.equals(component.getProviderId()))
                .map(CustomPermission::of);
    }

    PbxPermission permission() {
        return new PbxPermission(name, label, description, Kind.CALL, false, enabledByDefault);
    }

    /** Writes it to its component, which may be a new one. */
    void writeTo(RealmModel realm, ComponentModel component) {
        component.setName(name);
        component.setProviderType(TYPE);
        component.setProviderId(PROVIDER_ID);
        component.setParentId(realm.getId());
        component.put(LABEL, label);
        if (description == null) {
            component.getConfig().remove(DESCRIPTION);
        } else {
            component.put(DESCRIPTION, description);
        }
        component.put(DEFAULT_VALUE, enabledByDefault);
    }
}
