package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtomFormatTest {

    private static final String BASE = "https://pbx.example.com/admin/realms/acme/securitydata/";
    private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    private static final String NAMESPACES = " xmlns=\"http://www.w3.org/2005/Atom\""
            + " xmlns:d=\"http://schemas.microsoft.com/ado/2007/08/dataservices\""
            + " xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\" xml:base=\"" + BASE + "\"";

    private final Format format = new AtomFormat(BASE, Instant.parse("2027-03-01T08:00:12Z"));

    private static String entry(String address, String properties) {
        return "<id>" + BASE + address + "</id><category term=\"SecurityData.Thing\""
                + " scheme=\"http://schemas.microsoft.com/ado/2007/08/dataservices/scheme\"/>"
                + "<link rel=\"self\" title=\"Thing\" href=\"" + address + "\"/><title/>"
                + "<updated>2027-03-01T08:00:12Z</updated><author><name/></author>"
                + "<content type=\"application/xml\"><m:properties>" + properties + "</m:properties></content>";
    }

    private static final String FULL = entry(
            "Thing(7)",
            "<d:ThingID m:type=\"Edm.Int32\">7</d:ThingID>"
                    + "<d:Name>a \"b\" &lt;c&gt; &amp; 'd' \\ é \uD83D\uDE00 \uFFFD</d:Name>"
                    + "<d:IsOn m:type=\"Edm.Boolean\">true</d:IsOn>"
                    + "<d:Made m:type=\"Edm.DateTime\">2027-03-01T20:00:12</d:Made>"
                    + "<d:Mark m:type=\"Edm.Guid\">00000000-0000-4000-8000-00000000000a</d:Mark>");

    @Test
    void aPageIsAFeed() {
        assertThat(format.page(
                        Things.TYPE,
                        Things.all(Things.TYPE),
                        new Page<>(
                                List.of(Things.FULL, Things.EMPTY), 623L, "Thing?$inlinecount=allpages&$skiptoken=-8")))
                .isEqualTo(new Document(
                        "application/atom+xml;charset=utf-8;type=feed",
                        PROLOG + "<feed" + NAMESPACES + "><m:count>623</m:count><id>" + BASE + "Thing</id>"
                                + "<title type=\"text\">Thing</title><updated>2027-03-01T08:00:12Z</updated>"
                                + "<link rel=\"self\" title=\"Thing\" href=\"Thing\"/><entry>" + FULL
                                + "</entry><entry>"
                                + entry(
                                        "Thing(-8)",
                                        "<d:ThingID m:type=\"Edm.Int32\">-8</d:ThingID><d:Name m:null=\"true\"/>"
                                                + "<d:IsOn m:type=\"Edm.Boolean\">false</d:IsOn>"
                                                + "<d:Made m:type=\"Edm.DateTime\" m:null=\"true\"/>"
                                                + "<d:Mark m:type=\"Edm.Guid\" m:null=\"true\"/>")
                                + "</entry><link rel=\"next\""
                                + " href=\"Thing?$inlinecount=allpages&amp;$skiptoken=-8\"/></feed>"));
    }

    @Test
    void aFeedWithoutEntriesHasAnAuthor() {
        assertThat(format.page(Things.TREE, List.of(), new Page<>(List.of(), null, null))
                        .text())
                .isEqualTo(PROLOG + "<feed" + NAMESPACES + "><id>" + BASE + "Tree</id>"
                        + "<title type=\"text\">Tree</title><updated>2027-03-01T08:00:12Z</updated>"
                        + "<link rel=\"self\" title=\"Tree\" href=\"Tree\"/><author><name/></author></feed>");
    }

    @Test
    void anEntityIsAnEntry() {
        assertThat(format.entity(Things.TYPE, Things.all(Things.TYPE), Things.FULL))
                .isEqualTo(new Document(
                        "application/atom+xml;charset=utf-8;type=entry",
                        PROLOG + "<entry" + NAMESPACES + ">" + FULL + "</entry>"));
    }

    @Test
    void whatReadersWouldChangeIsEscaped() {
        Things.Thing lines = new Things.Thing(1, "a\r\nb\rc\td\u0000\uFFFE\uD800", false, null, null);
        assertThat(format.entity(Things.TYPE, List.of(Things.TYPE.properties().get("Name")), lines)
                        .text())
                .contains("<d:Name>a&#13;\nb&#13;c\td\uFFFD\uFFFD\uFFFD</d:Name>");
    }

    @Test
    void theServiceDocument() {
        assertThat(format.service(List.of("Thing", "Pair")))
                .isEqualTo(new Document(
                        "application/atomsvc+xml;charset=utf-8",
                        PROLOG + "<service xmlns=\"http://www.w3.org/2007/app\""
                                + " xmlns:atom=\"http://www.w3.org/2005/Atom\" xml:base=\"" + BASE
                                + "\"><workspace><atom:title>Default</atom:title>"
                                + "<collection href=\"Thing\"><atom:title>Thing</atom:title></collection>"
                                + "<collection href=\"Pair\"><atom:title>Pair</atom:title></collection>"
                                + "</workspace></service>"));
    }

    @Test
    void refusals() {
        assertThat(format.error("Unknown property <x>\u0001."))
                .isEqualTo(new Document(
                        "application/xml;charset=utf-8",
                        PROLOG + "<m:error xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\">"
                                + "<m:code></m:code><m:message xml:lang=\"en-US\">Unknown property &lt;x&gt;\uFFFD."
                                + "</m:message></m:error>"));
    }

    @Test
    void theSchema() {
        assertThat(Metadata.of(List.of(Things.TYPE, Things.PAIR)))
                .isEqualTo(new Document(
                        "application/xml;charset=utf-8",
                        PROLOG + "<edmx:Edmx Version=\"1.0\""
                                + " xmlns:edmx=\"http://schemas.microsoft.com/ado/2007/06/edmx\"><edmx:DataServices"
                                + " xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\""
                                + " m:DataServiceVersion=\"3.0\" m:MaxDataServiceVersion=\"3.0\"><Schema"
                                + " Namespace=\"SecurityData\" xmlns=\"http://schemas.microsoft.com/ado/2009/11/edm\">"
                                + "<EntityType Name=\"Thing\"><Key><PropertyRef Name=\"ThingID\"/></Key>"
                                + "<Property Name=\"ThingID\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
                                + "<Property Name=\"Name\" Type=\"Edm.String\" Nullable=\"true\"/>"
                                + "<Property Name=\"IsOn\" Type=\"Edm.Boolean\" Nullable=\"false\"/>"
                                + "<Property Name=\"Made\" Type=\"Edm.DateTime\" Nullable=\"true\"/>"
                                + "<Property Name=\"Mark\" Type=\"Edm.Guid\" Nullable=\"true\"/></EntityType>"
                                + "<EntityType Name=\"Pair\"><Key><PropertyRef Name=\"LeftID\"/>"
                                + "<PropertyRef Name=\"RightID\"/></Key>"
                                + "<Property Name=\"RightID\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
                                + "<Property Name=\"LeftID\" Type=\"Edm.Int32\" Nullable=\"false\"/></EntityType>"
                                + "<EntityContainer Name=\"Container\" m:IsDefaultEntityContainer=\"true\">"
                                + "<EntitySet Name=\"Thing\" EntityType=\"SecurityData.Thing\"/>"
                                + "<EntitySet Name=\"Pair\" EntityType=\"SecurityData.Pair\"/></EntityContainer>"
                                + "</Schema></edmx:DataServices></edmx:Edmx>"));
    }
}
