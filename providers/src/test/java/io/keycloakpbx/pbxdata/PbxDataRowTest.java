package io.keycloakpbx.pbxdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.pbxdata.PbxDataRow.InvalidRowException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        refuses(Map.of("extension", "101", "autoAnswer", "maybe"));
        refuses(Map.of("extension", "101", "agentPenalty", "-1"));
        refuses(Map.of("extension", "101", "agentPenalty", "1234567890"));
        refuses(Map.of("extension", "101", "agentPenalty", "1.000"));
        refuses(Map.of("extension", "101", "agentPenalty", "3.5"));
        refuses(Map.of("extension", "1.01E+12"));
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
        return new PbxDataRow(1, 2, column -> "line 2 (" + column + ")", values);
    }

    @ParameterizedTest
    @CsvSource({
        "TRUE, true",
        "Yes, true",
        "1, true",
        "WAHR, true",
        "ja, true",
        "FALSE, false",
        "no, false",
        "0, false",
        "FALSCH, false"
    })
    void readsBooleansOfSpreadsheets(String text, boolean value) {
        assertThat(row(Map.of("autoAnswer", text)).bool("autoAnswer")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"101.0 | 3.00", "101,0 | 3,0", "' 101 ' | ' 3 '"})
    void readsWholeNumbersWithDecimals(String extension, String penalty) {
        ExtensionSettings settings =
                row(Map.of("extension", extension, "agentPenalty", penalty)).settings();
        assertThat(settings.extension()).isEqualTo("101");
        assertThat(settings.agentPenalty()).isEqualTo(3);
    }

    @Test
    void aRoundedNumberIsToldOfWithAWayOut() {
        assertThatThrownBy(() -> row(Map.of("extension", "1.01E+12")).settings())
                .hasMessage(
                        "line 2 (extension): a spreadsheet has rounded the number. Format the column as text there, and"
                                + " enter the number again");
    }

    @Test
    void aUsersNameIsTheExtensionsWhereItHasNone() {
        assertThat(row(Map.of("extension", "101", "firstName", "Anna", "lastName", "Berg"))
                        .settings()
                        .displayName())
                .isEqualTo("Anna Berg");
        assertThat(row(Map.of("extension", "101", "firstName", "Anna", "displayName", ""))
                        .settings()
                        .displayName())
                .isNull();
    }

    @Test
    void saysNoPassword() {
        PbxDataRow row = row(Map.of("extension", "101", "password", "Secret-of-101!"));
        assertThat(row.toString() + row.user("101")).doesNotContain("Secret");
    }
}
