package io.keycloakpbx.pbxdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.ws.rs.WebApplicationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files as spreadsheets and other PBXs write them. */
class PbxDataReaderTest {

    @Test
    void theFirstLineTellsTheSeparator() {
        for (String separator : List.of(",", ";", "\t")) {
            List<PbxDataRow> rows =
                    rows("\uFEFFserver,extension,displayName\r\npbx,201,J\u00F6rg\r\n".replace(",", separator));
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).settings().displayName()).isEqualTo("J\u00F6rg");
            assertThat(rows.get(0).line()).isEqualTo(2);
        }
        assertThat(rows("\"server\";\"extension\";\"displayName\"\npbx;201;\"a,b;c\"\n")
                        .get(0)
                        .settings()
                        .displayName())
                .isEqualTo("a,b;c");
    }

    @Test
    void excelsLineForTheSeparatorIsNoRow() {
        List<PbxDataRow> rows = rows("sep=;\r\nserver;extension\r\npbx;201\r\n");
        assertThat(rows).extracting(PbxDataRow::line).containsExactly(3);
    }

    @Test
    void rowsWithoutValuesAreSkippedAndCountAsLines() {
        List<PbxDataRow> rows =
                rows(",,\nserver,extension,displayName\n,,\npbx,201,\"two\nlines\"\n\n , ,\npbx,202,\n,,\n");
        assertThat(rows).extracting(PbxDataRow::line).containsExactly(4, 8);
        assertThat(rows).extracting(PbxDataRow::number).containsExactly(1, 2);
    }

    @Test
    void emptyCellsAtTheEndOfARowMayBeMissingOrTooMany() {
        List<PbxDataRow> rows = rows("server,extension,displayName\npbx,201\npbx,202,B,,\n");
        assertThat(rows.get(0).values()).containsEntry("displayName", "");
        assertThat(rows.get(1).settings().displayName()).isEqualTo("B");
        assertThat(refusal("server,extension\npbx,201\npbx,202,x\n"))
                .isEqualTo(
                        "line 3 has 3 columns, the first line names 2. A value that contains the separator must be in"
                                + " quotes");
    }

    @Test
    void columnsOfOtherPbxsAreTakenUnderTheirOwnNames() {
        PbxDataRow freePbx = PbxDataReader.csv(
                        body("extension,name,dial,voicemail_email\n101,Anna Berg,PJSIP/101,anna@mail.example.com\n"),
                        "pbx",
                        false)
                .rows()
                .get(0);
        assertThat(freePbx.settings().displayName()).isEqualTo("Anna Berg");
        assertThat(freePbx.settings().peer()).isEqualTo("PJSIP/101");
        assertThat(freePbx.server()).isEqualTo("pbx");
        assertThat(freePbx.user("101").email()).isEqualTo("anna@mail.example.com");
        assertThat(freePbx.user("101").displayName()).isEqualTo("Anna Berg");

        PbxDataFile threeCx = PbxDataReader.csv(
                body("Number,FirstName,LastName,EmailAddress,MobileNumber,AuthID,AuthPassword\n"
                        + "101,Anna,Berg,anna@mail.example.com,+49,x,sip-secret\n"),
                "pbx",
                true);
        assertThat(threeCx.ignoredColumns()).containsExactly("MobileNumber", "AuthID", "AuthPassword");
        PbxDataRow row = threeCx.rows().get(0);
        assertThat(row.extension()).isEqualTo("101");
        assertThat(row.settings().displayName()).isEqualTo("Anna Berg");
        assertThat(row.user("101").lastName()).isEqualTo("Berg");
        assertThat(row.user("101").displayName()).isNull();
        assertThat(row.values()).doesNotContainValue("sip-secret");
    }

    /** As FreePBX's bulk handler exports extensions: it has columns of our names that mean something else. */
    @Test
    void freePbxsIdsAreNoneOfOursAndItsSecretsAreNoPasswords() throws IOException {
        PbxDataFile file;
        try (InputStream export = getClass().getResourceAsStream("freepbx.csv")) {
            file = PbxDataReader.csv(export, "pbx", true);
        }
        assertThat(file.ignoredColumns()).contains("id", "password", "secret", "tech", "devicetype");
        PbxDataRow row = file.rows().get(0);
        assertThat(row.uuid(PbxDataRow.ID)).isNull();
        assertThat(row.settings().displayName()).isEqualTo("Anna Berg");
        assertThat(row.settings().peer()).isEqualTo("PJSIP/101");
        assertThat(row.user("101").email()).isEqualTo("anna@mail.example.com");
        assertThat(row.user("101").password()).isNull();
        assertThat(row.values()).doesNotContainValue("sip-secret");

        PbxDataFile other = PbxDataReader.csv(
                body("server,extension,id,password\npbx,101,0b5f5a0e-5d0f-4d5c-8a55-3c1d3f7a2b11,Secret-1!\n"),
                null,
                true);
        assertThat(other.ignoredColumns()).isEmpty();
        assertThat(other.rows().get(0).values()).containsEntry("password", "Secret-1!");
    }

    @Test
    void anApostropheIsOneOfThePassword() {
        PbxDataRow row = rows("server,extension,displayName,password\npbx,101,'-x,'-secret\n")
                .get(0);
        assertThat(row.user("101").password()).isEqualTo("'-secret");
        assertThat(row.settings().displayName()).isEqualTo("-x");
    }

    @Test
    void whatIsTooLongToBeRightTakesLittleTime() {
        String apostrophes = "'=".repeat(300);
        assertThat(rows("server,extension,displayName\npbx,101," + apostrophes + "\n")
                        .get(0)
                        .values())
                .containsEntry("displayName", apostrophes);
        String lines = "x\n".repeat(300);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(
                        refusal("server,extension,displayName\npbx,101,a\npbx,102,\"" + "\n".repeat(8_000_000)))
                .isEqualTo("line 3: the row takes more than 256 lines. If a quoted value does not end, end it"
                        + " with a quote, and double the quotes that it contains; otherwise take line breaks"
                        + " out of its values"));
        assertThat(refusal("sep=,\nserver,extension,displayName\npbx,101,\"" + lines + "\"\n"))
                .startsWith("line 3: the row takes more than 256 lines.");
        assertThat(rows("server,extension,displayName\npbx,101,\"" + "x\n".repeat(255) + "\"\n"))
                .hasSize(1);
    }

    @Test
    void columnsAreCounted() {
        String most = "server,extension" + ",x".repeat(498);
        assertThat(PbxDataReader.csv(body(most + "\npbx,101\n"), null, true).rows())
                .hasSize(1);
        assertThat(refusal("\n" + most + ",x\n"))
                .isEqualTo("line 2 names 501 columns, and a file may have 500. Remove those that are not imported");
    }

    @Test
    void jsonIsCountedBeforeItIsHeld() {
        WebApplicationException refused = catchThrowableOfType(
                WebApplicationException.class,
                () -> PbxDataReader.json(body("{\"servers\":[" + "{},".repeat(1_000_000) + "{}]}")));
        assertThat(refused.getResponse().getStatus()).isEqualTo(413);
        assertThat(refused.getResponse().getEntity())
                .isEqualTo("the file has more members and values than 10000 rows have. Import it in parts");
    }

    @Test
    void theFirstUnknownColumnIsNamed() {
        assertThat(refusal("server;Extension;tech;devicetype\n"))
                .startsWith("line 1, column 3 (tech): there is no such column. Rename or remove it, or add"
                        + " ignoreUnknownColumns=true to the address. The columns are server, serverId, extension,")
                .endsWith("Of FreePBX's columns name, dial and voicemail_email are taken, of 3CX's Number, FirstName,"
                        + " LastName and EmailAddress");
        assertThat(refusal("server,extension,displayName,name\n"))
                .isEqualTo("line 1, column 4 (name): column 3 is displayName already. Remove one");
        assertThat(refusal("extension,displayName\n"))
                .isEqualTo("line 1: the column server is missing. Add it, or name the PBX server of all rows in the"
                        + " address, as in server=pbx");
        assertThat(refusal("server,displayName\n"))
                .isEqualTo("line 1: the column extension is missing. Its values are the extensions' numbers");
        assertThat(refusal(",,\n")).isEqualTo("the file is empty; its first line must name the columns");
        assertThat(refusal("server,extension,displayName\npbx,101,a\npbx,102,\"open\n"))
                .contains("a quoted value does not end")
                .doesNotContain("open");
    }

    @Test
    void aPlaceIsALineAndAColumnUnderItsOwnNameOrAPointer() {
        PbxDataRow row = PbxDataReader.csv(body("\n\nNumber;server\n101;pbx\n"), null, false)
                .rows()
                .get(0);
        assertThat(row.place().of(PbxDataRow.EXTENSION)).isEqualTo("line 4, column 1 (Number)");
        assertThat(row.place().of(PbxDataRow.PEER)).isEqualTo("line 4 (peer)");
        PbxDataRow json = PbxDataReader.json(
                        body(
                                "\uFEFF{\"servers\":[{\"name\":\"a\"},{\"name\":\"b\",\"extensions\":[{\"extension\":\"101\"}]}]}"))
                .rows()
                .get(1);
        assertThat(json.place().of(PbxDataRow.EXTENSION)).isEqualTo("/servers/1/extensions/0/extension");
        assertThat(json.place().of(PbxDataRow.SERVER)).isEqualTo("/servers/1/name");
    }

    private static List<PbxDataRow> rows(String csv) {
        return PbxDataReader.csv(body(csv), null, false).rows();
    }

    private static String refusal(String csv) {
        WebApplicationException refused = catchThrowableOfType(WebApplicationException.class, () -> rows(csv));
        assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        return (String) refused.getResponse().getEntity();
    }

    private static ByteArrayInputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
