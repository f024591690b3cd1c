package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlDocumentTest {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private record Document(Object root) {}

    private record Thing(String name, Integer number, Boolean flag, List<?> things) {}

    @Test
    void membersAreElementsAndWhatIsNullIsLeftOut() {
        assertThat(XmlDocument.of(new Document(new Thing("a", 7, true, null)), Map.of()))
                .isEqualTo(HEAD + "<root><name>a</name><number>7</number><flag>true</flag></root>");
    }

    @Test
    void listsHaveItemsWithANameOfTheirOwn() {
        Thing item = new Thing("x", null, null, null);
        assertThat(XmlDocument.of(
                        new Document(new Thing(null, null, null, List.of(item, item))), Map.of("things", "thing")))
                .isEqualTo(HEAD + "<root><things><thing><name>x</name></thing><thing><name>x</name></thing></things>"
                        + "</root>");
    }

    @Test
    void markupIsTextAndWhatXmlCannotWriteIsReplaced() {
        String name = "<a href=\"x\">&amp;]]>\u0001\uFFFF\uD83D\uDE00\t\r\n\r";
        String document = XmlDocument.of(new Document(new Thing(name, null, null, null)), Map.of());
        assertThat(document).contains("&lt;a href=").contains("&amp;amp;").doesNotContain("<a ", "\u0001", "]]>");
        XmlBody read = XmlBody.read(document.getBytes(StandardCharsets.UTF_8));
        assertThat(read.root()).isEqualTo("root");
        assertThat(read.requiredString("name", 255))
                .isEqualTo("<a href=\"x\">&amp;]]>\uFFFD\uFFFD\uD83D\uDE00\t\r\n\r");
    }

    @Test
    void anElementWithoutOthersIsAnObjectWithoutMembers() {
        XmlBody read = XmlBody.read("<root><empty/><blank> </blank></root>".getBytes());
        assertThat(read.optionalObject("empty").has("name")).isFalse();
        assertThat(read.optionalObject("blank").has("name")).isFalse();
    }
}
