package io.keycloakpbx.usergroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.component.ComponentModel;

class CustomPermissionRulesTest {

    private static final CustomPermission PAGING = permission(1, "Paging");

    private static CustomPermission permission(int number, String label) {
        return new CustomPermission("id-" + number, CustomPermission.name(number), label, null, false);
    }

    private static void check(String label, String description) {
        CustomPermissionRules.check(new CustomPermission(null, null, label, description, true), List.of(PAGING));
    }

    private static ComponentModel component(String name, String defaultValue) {
        ComponentModel component = new ComponentModel();
        component.setName(name);
        component.put(CustomPermission.LABEL, "Intercom");
        component.put(CustomPermission.DEFAULT_VALUE, defaultValue);
        return component;
    }

    @Test
    void takesALabelThatNobodyHas() {
        assertThatCode(() -> check("Intercom <1>", "Calls the door")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EmergencyDialing",
                "emergency dialing",
                "Emergency-Calls",
                " EMERGENCY_CALLS! ",
                "\uFF25mergency calls",
                "Emergency\u1680calls",
                "Emergency calls\uFE0F"
            })
    void noneReadsLikeEmergencyCalls(String label) {
        assertThatThrownBy(() -> check(label, null))
                .hasMessage("Emergency calls are always allowed; choose a label that does not read like them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "paging",
                "Voicemail",
                "voicemail",
                "Premium numbers",
                "900dialing",
                " Paging ",
                "\uFF30aging",
                "premium  NUMBERS",
                "premium\u1680numbers",
                "Paging\uFE0E"
            })
    void noneHasTheLabelOfAnother(String label) {
        assertThatThrownBy(() -> check(label, null))
                .hasMessage("Another permission of the realm has the label " + label + " already");
    }

    @Test
    void textsAreBounded() {
        for (String label : new String[] {null, "", " ", "x".repeat(256), "a\0b"}) {
            assertThatThrownBy(() -> check(label, null)).hasMessage("A label is a text of 1 to 255 characters");
        }
        assertThatThrownBy(() -> check("Intercom", "x".repeat(256)))
                .hasMessage("A description is a text of at most 255 characters");
    }

    @Test
    void nothingInALabelIsUnseen() {
        for (String label : new String[] {
            "Pag\u200Bing",
            "Pag\u202Eing",
            "Pag\ning",
            "Pag\u2028ing",
            "Pag\u0007ing",
            "Emergency\u3164calls",
            "\u3164",
            "Pag\u034Fing",
            "\uFFA0Paging"
        }) {
            assertThatThrownBy(() -> check(label, null))
                    .hasMessage("A label must not have control characters or characters that nobody sees");
        }
    }

    @Test
    void aLabelIsKeptAsItReads() {
        assertThat(CustomPermissionRules.label(" \uFF30agin\uFF47 ")).isEqualTo("Paging");
        assertThat(CustomPermissionRules.label("e\u0301")).isEqualTo("\u00e9");
        assertThat(CustomPermissionRules.label(null)).isNull();
    }

    @Test
    void aRealmHasNotTooMany() {
        List<CustomPermission> many = IntStream.rangeClosed(1, 200)
                .mapToObj(number -> permission(number, "Label " + number))
                .toList();
        assertThatThrownBy(() -> CustomPermissionRules.check(permission(201, "Label 201"), many))
                .hasMessage("A realm has at most 200 custom permissions; remove one first");
        assertThatCode(() -> CustomPermissionRules.check(permission(200, "Label 200"), many.subList(0, 199)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"superadmin", "EmergencyDialing", "perm_0", "perm_01", "perm_", "perm_12345678901", "xperm_1"})
    void aComponentIsNamedByANumber(String name) {
        assertThatThrownBy(() -> CustomPermissionRules.check(component(name, "true"), List.of(PAGING)))
                .hasMessage("The name of a custom permission is perm_ and a number, such as perm_1");
    }

    @Test
    void aComponentHasANameOfItsOwnAndATruth() {
        assertThatThrownBy(() -> CustomPermissionRules.check(component("perm_1", "true"), List.of(PAGING)))
                .hasMessage("The realm has a permission perm_1 already");
        assertThatThrownBy(() -> CustomPermissionRules.check(component("perm_2", "yes"), List.of(PAGING)))
                .hasMessage("defaultValue is true or false");
        assertThatCode(() -> CustomPermissionRules.check(component("perm_2", "false"), List.of(PAGING)))
                .doesNotThrowAnyException();
    }
}
