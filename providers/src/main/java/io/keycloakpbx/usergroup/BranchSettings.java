package io.keycloakpbx.usergroup;

import java.util.Arrays;
import java.util.List;
import org.keycloak.component.ComponentModel;

/**
 * What can be set of a branch. All but the name may be null.
 *
 * @param name its name, which no other branch of the realm has
 * @param officeDesignation the part of the building
 */
public record BranchSettings(
        String name,
        String description,
        String street,
        String city,
        String country,
        String state,
        String zip,
        String officeDesignation,
        String phoneNumber,
        String faxNumber) {

    /** The most characters of each. */
    public static final int MAX_LENGTH = 255;

    /** What the component's configuration calls all but the name. */
    static final List<String> CONFIG = List.of(
            "description",
            "street",
            "city",
            "country",
            "state",
            "zip",
            "officeDesignation",
            "phoneNumber",
            "faxNumber");

    static BranchSettings of(ComponentModel component) {
        return new BranchSettings(
                component.getName(),
                component.get("description"),
                component.get("street"),
                component.get("city"),
                component.get("country"),
                component.get("state"),
                component.get("zip"),
                component.get("officeDesignation"),
                component.get("phoneNumber"),
                component.get("faxNumber"));
    }

    void writeTo(ComponentModel component) {
        component.setName(name);
        List<String> values = Arrays.asList(
                description, street, city, country, state, zip, officeDesignation, phoneNumber, faxNumber);
        for (int i = 0; i < CONFIG.size(); i++) {
            if (values.get(i) == null) {
                component.getConfig().remove(CONFIG.get(i));
            } else {
                component.put(CONFIG.get(i), values.get(i));
            }
        }
    }
}
