package io.keycloakpbx.pbxdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.pbxdata.PbxDataRow.InvalidRowException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PbxDataRowTest {

    @Test
    void readsAllSettings() {
        ExtensionSettings settings = row(Map.of(
                        "server", "pbx",
                        "extension", "101",
                        "displayName", "A",
                        "autoAnswer", "true",
                        "agentPenalty", "3",
                        "originateTimeoutOverride", "30",
                        "voiceMailBox", "101"))
                .settings();
        assertThat(settings)
                .isEqualTo(new ExtensionSettings(
                        "101", "A", true, null, null, null, null, null, 3, null, null, null, 30, null, "101"));
    }

    @Test
    void aRowWithoutNumberIsAServerAlone() {
        assertThat(row(Map.of("server", " pbx ")).settings()).isNull();
        assertThat(row(Map.of("server", " pbx ")).server()).isEqualTo("pbx");
    }

    @Test
    void tellsAMissingColumnFromAnEmptyOne() {
        Map<String, String> values = new HashMap<>();
        values.put(PbxDataRow.MANAGING_USER, null);
        assertThat(row(values).has(PbxDataRow.MANAGING_USER)).isTrue();
        assertThat(row(values).text(PbxDataRow.MANAGING_USER)).isNull();
        assertThat(row(values).has(PbxDataRow.DEFAULT)).isFalse();
    }

    @Test
    void refusesWhatBreaksARule() {
        refuses(Map.of("extension", "12"));
        refuses(Map.of("extension", "101", "autoAnswer", "yes"));
        refuses(Map.of("extension", "101", "agentPenalty", "-1"));
        refuses(Map.of("extension", "101", "agentPenalty", "1234567890"));
        refuses(Map.of("extension", "101", "peer", "x".repeat(256)));
        refuses(Map.of("extension", "101", "peer", "a\0b"));
        refuses(Map.of("extension", "101", "peer", "\uD800"));
        assertThatThrownBy(() -> row(Map.of("server", " ")).server()).isInstanceOf(InvalidRowException.class);
        assertThatThrownBy(() -> row(Map.of("id", "1-1-1-1-1")).uuid("id")).isInstanceOf(InvalidRowException.class);
    }

    private static void refuses(Map<String, String> values) {
        assertThatThrownBy(() -> row(values).settings())
                .isInstanceOf(InvalidRowException.class)
                .message()
                .doesNotContain("\0");
    }

    private static PbxDataRow row(Map<String, String> values) {
        return new PbxDataRow(1, values);
    }
}
