package io.keycloakpbx.pbxdata;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class CsvFormulasTest {

    @Test
    void escapesWhatASpreadsheetWouldRun() {
        for (String value : new String[] {"=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "'=1"}) {
            assertThat(CsvFormulas.escape(value)).isEqualTo("'" + value);
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
    void readingUndoesWriting(@ForAll @Chars({'\'', '=', '+', '-', '@', '\t', '\r', '\n', 'x', '1'}) String value) {
        String written = CsvFormulas.escape(value);
        assertThat(CsvFormulas.unescape(written)).isEqualTo(value);
        assertThat(written).doesNotMatch("(?s)[=+@\t\r\n-].*");
    }
}
