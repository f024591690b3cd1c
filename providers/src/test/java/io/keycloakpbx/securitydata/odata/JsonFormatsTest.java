package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.odata.Things.Thing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFormatsTest {

    private static final String BASE = "https://pbx.example.com/admin/realms/acme/securitydata/";
    private static final String NAME = "\"a \\\"b\\\" <c> & 'd' \\\\ é \uD83D\uDE00 \\u0001\"";
    private static final String MARK = "\"00000000-0000-4000-8000-00000000000a\"";
    private static final Page<Thing> PAGE =
            new Page<>(List.of(Things.FULL, Things.EMPTY), 623L, "Thing?$inlinecount=allpages&$skiptoken=-8");

    private static Format of(JsonFormat.Style style) {
        return new JsonFormat(style, BASE);
    }

    @Test
    void thePageOfTheContract() {
        assertThat(of(JsonFormat.Style.CONTRACT).page(Things.TYPE, Things.all(Things.TYPE), PAGE))
                .isEqualTo(new Document(
                        "application/json",
                        "{\"odata.count\":623,\"value\":[{\"ThingID\":7,\"Name\":" + NAME
                                + ",\"IsOn\":true,\"Made\":\"3/1/2027 8:00:12 PM\",\"Mark\":" + MARK + "},"
                                + "{\"ThingID\":-8,\"Name\":null,\"IsOn\":false,\"Made\":null,\"Mark\":null}],"
                                + "\"odata.nextLink\":\"Thing?$inlinecount=allpages&$skiptoken=-8\"}"));
    }

    @Test
    void aPageThatIsTheLastWithoutACount() {
        assertThat(of(JsonFormat.Style.CONTRACT)
                        .page(
                                Things.TYPE,
                                List.of(Things.TYPE.properties().get("Name")),
                                new Page<>(List.of(Things.EMPTY), null, null))
                        .text())
                .isEqualTo("{\"value\":[{\"Name\":null}]}");
    }

    @Test
    void withoutMetadataDatesAreIsoAndCountsText() {
        assertThat(of(JsonFormat.Style.NO_METADATA).page(Things.TYPE, Things.all(Things.TYPE), PAGE))
                .isEqualTo(new Document(
                        "application/json;charset=utf-8;odata=nometadata",
                        "{\"odata.count\":\"623\",\"value\":[{\"ThingID\":7,\"Name\":" + NAME
                                + ",\"IsOn\":true,\"Made\":\"2027-03-01T20:00:12\",\"Mark\":" + MARK + "},"
                                + "{\"ThingID\":-8,\"Name\":null,\"IsOn\":false,\"Made\":null,\"Mark\":null}],"
                                + "\"odata.nextLink\":\"Thing?$inlinecount=allpages&$skiptoken=-8\"}"));
    }

    @Test
    void minimalMetadataNameTheSet() {
        Format format = of(JsonFormat.Style.MINIMAL_METADATA);
        assertThat(format.page(Things.TREE, List.of(), new Page<>(List.of(), 0L, null)))
                .isEqualTo(new Document(
                        "application/json;charset=utf-8;odata=minimalmetadata",
                        "{\"odata.metadata\":\"" + BASE + "$metadata#Tree\",\"odata.count\":\"0\",\"value\":[]}"));
        assertThat(format.entity(Things.PAIR, Things.all(Things.PAIR), new Things.Pair(1, 2))
                        .text())
                .isEqualTo("{\"odata.metadata\":\"" + BASE + "$metadata#Pair/@Element\",\"RightID\":2,\"LeftID\":1}");
    }

    @Test
    void fullMetadataNameEachEntityAndTypesThatJsonLacks() {
        Format format = of(JsonFormat.Style.FULL_METADATA);
        assertThat(format.entity(Things.TYPE, Things.all(Things.TYPE), Things.FULL))
                .isEqualTo(new Document(
                        "application/json;charset=utf-8;odata=fullmetadata",
                        "{\"odata.metadata\":\"" + BASE
                                + "$metadata#Thing/@Element\",\"odata.type\":\"SecurityData.Thing\",\"odata.id\":\""
                                + BASE + "Thing(7)\",\"ThingID\":7,\"Name\":" + NAME
                                + ",\"IsOn\":true,\"Made@odata.type\":\"Edm.DateTime\",\"Made\":"
                                + "\"2027-03-01T20:00:12\",\"Mark@odata.type\":\"Edm.Guid\",\"Mark\":" + MARK + "}"));
        assertThat(format.entity(Things.PAIR, List.of(), new Things.Pair(1, 2)).text())
                .endsWith("\"odata.id\":\"" + BASE + "Pair(LeftID=1,RightID=2)\"}");
        assertThat(format.entity(Things.TYPE, Things.all(Things.TYPE), Things.EMPTY)
                        .text())
                .endsWith("\"Name\":null,\"IsOn\":false,\"Made\":null,\"Mark\":null}");
    }

    @Test
    void anEntityOfTheContractIsBare() {
        assertThat(of(JsonFormat.Style.CONTRACT)
                        .entity(Things.PAIR, Things.all(Things.PAIR), new Things.Pair(1, 2))
                        .text())
                .isEqualTo("{\"RightID\":2,\"LeftID\":1}");
    }

    @Test
    void theServiceDocument() {
        assertThat(of(JsonFormat.Style.CONTRACT).service(List.of("Thing", "Pair")))
                .isEqualTo(new Document(
                        "application/json",
                        "{\"value\":[{\"name\":\"Thing\",\"url\":\"Thing\"},{\"name\":\"Pair\",\"url\":\"Pair\"}]}"));
        assertThat(of(JsonFormat.Style.MINIMAL_METADATA).service(List.of()).text())
                .isEqualTo("{\"odata.metadata\":\"" + BASE + "$metadata\",\"value\":[]}");
        assertThat(new VerboseFormat(BASE).service(List.of("Thing", "Pair")).text())
                .isEqualTo("{\"d\":{\"EntitySets\":[\"Thing\",\"Pair\"]}}");
    }

    @Test
    void refusals() {
        assertThat(of(JsonFormat.Style.CONTRACT).error("Unknown property \"x\"."))
                .isEqualTo(new Document(
                        "application/json",
                        "{\"odata.error\":{\"code\":\"\",\"message\":{\"lang\":\"en-US\","
                                + "\"value\":\"Unknown property \\\"x\\\".\"}}}"));
        assertThat(new VerboseFormat(BASE).error("No."))
                .isEqualTo(new Document(
                        "application/json;charset=utf-8;odata=verbose",
                        "{\"error\":{\"code\":\"\",\"message\":{\"lang\":\"en-US\",\"value\":\"No.\"}}}"));
    }

    @Test
    void verbosePagesAndEntities() {
        Format format = new VerboseFormat(BASE);
        assertThat(format.page(Things.TYPE, Things.all(Things.TYPE), PAGE))
                .isEqualTo(new Document(
                        "application/json;charset=utf-8;odata=verbose",
                        "{\"d\":{\"results\":[{\"__metadata\":{\"uri\":\"" + BASE
                                + "Thing(7)\",\"type\":\"SecurityData.Thing\"},\"ThingID\":7,\"Name\":" + NAME
                                + ",\"IsOn\":true,\"Made\":\"2027-03-01T20:00:12\",\"Mark\":" + MARK
                                + "},{\"__metadata\":{\"uri\":\"" + BASE
                                + "Thing(-8)\",\"type\":\"SecurityData.Thing\"},\"ThingID\":-8,\"Name\":null,"
                                + "\"IsOn\":false,\"Made\":null,\"Mark\":null}],\"__count\":\"623\",\"__next\":\""
                                + BASE
                                + "Thing?$inlinecount=allpages&$skiptoken=-8\"}}"));
        assertThat(format.entity(Things.TREE, Things.all(Things.TREE), new Things.Tree(Things.FULL.mark()))
                        .text())
                .isEqualTo("{\"d\":{\"__metadata\":{\"uri\":\"" + BASE
                        + "Tree(guid'00000000-0000-4000-8000-00000000000a')\",\"type\":\"SecurityData.Tree\"},"
                        + "\"TreeID\":" + MARK + "}}");
        assertThat(format.page(Things.TREE, List.of(), new Page<>(List.of(), null, null))
                        .text())
                .isEqualTo("{\"d\":{\"results\":[]}}");
    }

    @Test
    void partsOfSecondsAreThereWhereTheyAre() {
        assertThat(IsoDateTime.text(Instant.parse("2027-03-01T00:00:00Z"))).isEqualTo("2027-03-01T00:00:00");
        assertThat(IsoDateTime.text(Instant.parse("2027-03-01T00:00:00.012345Z")))
                .isEqualTo("2027-03-01T00:00:00.012");
    }
}
