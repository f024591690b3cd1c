package io.keycloakpbx.securitydata.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ShapeTest {

    private static final Shape ITEM =
            Shape.of("Item").string("Text").integer("Number").dateTime("Moment");

    private static final Shape SHAPE = Shape.of("Whole")
            .string("Text")
            .integer("Number")
            .bool("Truth")
            .dateTime("Moment")
            .object("One", ITEM)
            .list("Many", ITEM);

    private static JsonNode read(String content) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        String xml = "<a xmlns='" + ServiceXml.NAMESPACE + "' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>"
                + content + "</a>";
        return json(ShapeXml.read(
                        SHAPE,
                        factory.newDocumentBuilder()
                                .parse(new InputSource(new StringReader(xml)))
                                .getDocumentElement())
                .toString());
    }

    private static String xml(ObjectNode members) throws Exception {
        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        Element root = document.createElementNS(ServiceXml.NAMESPACE, "a");
        document.appendChild(root);
        ShapeXml.write(SHAPE, members, root);
        StringWriter text = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }

    private static JsonNode json(String text) throws Exception {
        return JsonMapper.builder().build().readTree(text);
    }

    @Test
    void membersAreInAlphabeticalOrder() {
        assertThat(SHAPE.members())
                .extracting(Shape.Member::name)
                .containsExactly("Many", "Moment", "Number", "One", "Text", "Truth");
    }

    @Test
    void membersComeInAnyOrderAndUnknownOnesAreIgnored() throws Exception {
        assertThat(read("<x:Truth xmlns:x='urn:x'> 1 </x:Truth><No><Text>no</Text></No><Text> a<!-- b -->c </Text>"
                        + "<Number> +5\n</Number><Moment>2027-03-01T09:00:00+01:00</Moment>"))
                .isEqualTo(json("{\"Moment\":\"2027-03-01T08:00:00Z\",\"Number\":5,\"Text\":\" ac \",\"Truth\":true}"));
    }

    @Test
    void nilIsAbsent() throws Exception {
        assertThat(read("<Text i:nil='true'/><Number i:nil=' 1 '/><Many i:nil='true'/>"))
                .isEmpty();
        assertThat(read("<Text/><One/><Many/>")).isEqualTo(json("{\"Many\":[],\"One\":{},\"Text\":\"\"}"));
    }

    @Test
    void listsHaveAnElementOfTheirOwnOrAreRepeated() throws Exception {
        JsonNode three = json("{\"Many\":[{\"Number\":1},{\"Number\":2},{\"Number\":3}]}");
        assertThat(read("<Many><Item><Number>1</Number></Item><Item><Number>2</Number></Item></Many>"
                        + "<Many><Item><Number>3</Number></Item></Many>"))
                .isEqualTo(three);
        assertThat(
                        read(
                                "<Many><Number>1</Number></Many><Many><Number>2</Number></Many><Many><Number>3</Number></Many>"))
                .isEqualTo(three);
    }

    @Test
    void whatIsNoneOfItsTypeIsLeftToBeRefused() throws Exception {
        assertThat(read("<Number>five</Number><Truth>yes</Truth><Moment>soon</Moment><Text><b/></Text>"))
                .isEqualTo(json("{\"Moment\":\"soon\",\"Number\":\"five\",\"Text\":{},\"Truth\":\"yes\"}"));
        assertThat(read("<Text>a</Text><Text>b</Text>").get("Text")).isInstanceOf(ArrayNode.class);
        ObjectNode sent = (ObjectNode) json("{\"Many\":{},\"One\":[],\"Number\":\"5\",\"Moment\":7,\"Other\":1}");
        assertThat(ShapeJson.read(SHAPE, sent))
                .isEqualTo(json("{\"Many\":{},\"Moment\":7,\"Number\":\"5\",\"One\":[]}"));
    }

    @Test
    void whatXmlCannotHoldIsMarked() throws Exception {
        ObjectNode members = JsonNodeFactory.instance.objectNode().put("Text", "a\u0001b");
        members.putNull("Truth");
        assertThat(xml(members)).endsWith("<Text>a\uFFFDb</Text></a>");
    }

    @Test
    void pointsInTimeAreWrittenInKind() throws Exception {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.set("Moment", new POJONode(Instant.parse("2017-09-09T17:35:09.123Z")));
        assertThat(xml(members)).contains("<Moment>2017-09-09T17:35:09Z</Moment>");
        assertThat(ShapeJson.write(SHAPE, members)).isEqualTo(json("{\"Moment\":\"9/9/2017 5:35:09 PM\"}"));
    }

    @Test
    void pointsInTimeAreReadAsTheContractPrintsThemToo() {
        assertThat(List.of(
                        "2017-09-09T17:35:09Z",
                        "9/9/2017 5:35:09 PM",
                        "2017-09-09T17:35:09",
                        "2017-09-09T18:35:09+01:00",
                        " 9/9/2017 5:35:09 pm "))
                .allSatisfy(text -> assertThat(Moments.parse(text)).contains(Instant.parse("2017-09-09T17:35:09Z")));
        assertThat(Moments.parse("2017-09-09")).contains(Instant.parse("2017-09-09T00:00:00Z"));
        assertThat(Moments.parse("9/9/2017")).contains(Instant.parse("2017-09-09T00:00:00Z"));
        assertThat(List.of(
                        "", "now", "13/13/2017", "+999999999-01-01T00:00:00Z", "2017-09-31T00:00:00Z", "x".repeat(100)))
                .allSatisfy(text -> assertThat(Moments.parse(text)).isEmpty());
    }

    /** What is written is read as it was, by XML and by JSON. */
    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ObjectNode members = some(SHAPE, random);
        String text = xml(members);
        JsonNode read =
                read(text.substring(text.indexOf('>', text.indexOf("<a")) + 1).replace("</a>", ""));
        JsonNode byJson = ShapeJson.read(
                SHAPE, (ObjectNode) json(ShapeJson.write(SHAPE, members).toString()));
        assertThat(read).isEqualTo(byJson);
    }

    private static ObjectNode some(Shape shape, Random random) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (Shape.Member member : shape.members()) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            switch (member.type()) {
                case STRING -> members.put(member.name(), text(random));
                case INT -> members.put(member.name(), random.nextInt());
                case BOOLEAN -> members.put(member.name(), random.nextBoolean());
                case DATE_TIME ->
                    members.set(member.name(), new POJONode(Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE))));
                case SHAPE -> {
                    if (member.list()) {
                        ArrayNode items = members.putArray(member.name());
                        random.ints(random.nextInt(4)).forEach(i -> items.add(some(member.shape(), random)));
                    } else {
                        members.set(member.name(), some(member.shape(), random));
                    }
                }
            }
        }
        return members;
    }

    private static String text(Random random) {
        String[] parts = {"a", "<", "&", "]]>", "ü", "\uD83D\uDE00", " ", "\"", "'", "\t", "1"};
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(6), 0, parts.length).forEach(i -> text.append(parts[i]));
        return text.toString();
    }
}
