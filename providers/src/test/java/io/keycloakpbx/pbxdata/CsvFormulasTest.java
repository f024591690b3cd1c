package io.keycloakpbx.pbxdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class CsvFormulasTest {

    @Test
    void escapesWhatASpreadsheetWouldRun() {
        for (String value : new String[] {
            "=1+1",
            "+1",
            "-1",
            "@A1",
            "\tx",
            "\rx",
            "\nx",
            "'=1",
            " =1",
            "\u00A0@A1",
            "' =1",
            "\uFF1D1+1",
            "\"=1",
            " \"@x"
        }) {
            assertThat(CsvFormulas.escape(value)).isEqualTo("'" + value);
        }
    }

    /** A spreadsheet that separates by semicolons or tabs ends a cell there, quotes or not, and at a line break. */
    @Test
    void escapesWhatWouldBeginAnotherCell() {
        assertThat(CsvFormulas.escape("a;=1+1")).isEqualTo("a;'=1+1");
        assertThat(CsvFormulas.escape("a; \uFF1D1;b")).isEqualTo("a;' \uFF1D1;b");
        assertThat(CsvFormulas.escape("a\t-1")).isEqualTo("a\t'-1");
        assertThat(CsvFormulas.escape("a\r\n@x")).isEqualTo("a\r'\n'@x");
        assertThat(CsvFormulas.escape("a;\"=1+1\"")).isEqualTo("a;'\"=1+1\"");
        assertThat(CsvFormulas.escape("a,=1")).isEqualTo("a,=1");
    }

    @Test
    void longTextsTakeNoLongerForEachCharacter() {
        for (String cell : List.of("\t", "\t'", "'", " ")) {
            String text = cell.repeat(4_000_000);
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                CsvFormulas.escape(text);
                CsvFormulas.unescape(text);
            });
        }
    }

    @Test
    void leavesOrdinaryValuesAlone() {
        for (String value : new String[] {"", "SIP/101", "a=b", "'x", "''", "1-2"}) {
            assertThat(CsvFormulas.escape(value)).isEqualTo(value);
            assertThat(CsvFormulas.unescape(value)).isEqualTo(value);
        }
        assertThat(CsvFormulas.escape(null)).isNull();
    }

    @Property
    void readingUndoesWriting(
            @ForAll @Chars({'\'', '=', '+', '\uFF1D', '@', '\t', '\r', '\n', ';', ' ', '"', 'x', '1'}) String value) {
        String written = CsvFormulas.escape(value);
        assertThat(CsvFormulas.unescape(written)).isEqualTo(value);
        assertThat(written).doesNotMatch("(?s)[\t\r\n].*");
        assertThat(written.split("[;\t\r\n]")).noneMatch(cell -> cell.matches("[ \"]*[=+@\uFF1D-].*"));
    }
}
