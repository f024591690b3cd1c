package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.http.InvalidBodyException.Violation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final BigDecimal MAX = new BigDecimal("1000");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Body json(String text) {
        return JsonBody.read(bytes(text));
    }

    private static XmlBody xml(String text) {
        return XmlBody.read(bytes(text));
    }

    /** A record as a resource would read it. */
    record Member(String name, Long weight, Boolean on) {
        static Member of(Body body) {
            return new Member(
                    body.requiredString("name", 100),
                    body.optionalInteger("weight", -1_000, 1_000),
                    body.optionalBoolean("on"));
        }

        String json() {
            return "{\"name\":\"" + name + "\",\"weight\":" + weight + ",\"on\":" + on + "}";
        }

        String xml() {
            return "<name>" + name + "</name>"
                    + (weight == null ? "" : "<weight>" + weight + "</weight>")
                    + (on == null ? "" : "<on>" + on + "</on>");
        }
    }

    record Group(String title, BigDecimal price, Member owner, List<String> tags, List<Member> members) {
        static Group of(Body body) {
            Body owner = body.optionalObject("owner");
            List<Body> members = body.optionalObjects("members", 10);
            return new Group(
                    body.optionalString("title", 100),
                    body.optionalDecimal("price", MAX.negate(), MAX, 2),
                    owner == null ? null : Member.of(owner),
                    body.optionalStrings("tags", 10, 100),
                    members == null ? null : members.stream().map(Member::of).toList());
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(" äß漢&<>'#;:%+=")
                .alpha()
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(text -> "x" + text);
    }

    @Provide
    Arbitrary<Member> members() {
        return Combinators.combine(
                        texts(),
                        Arbitraries.longs().between(-1_000, 1_000).injectNull(0.3),
                        Arbitraries.of(true, false).injectNull(0.3))
                .as(Member::new);
    }

    @Provide
    Arbitrary<Group> groups() {
        return Combinators.combine(
                        texts().injectNull(0.2),
                        Arbitraries.bigDecimals()
                                .between(MAX.negate(), MAX)
                                .ofScale(2)
                                .injectNull(0.2),
                        members().injectNull(0.3),
                        texts().list().ofMinSize(1).ofMaxSize(4).injectNull(0.2),
                        members().list().ofMinSize(1).ofMaxSize(4).injectNull(0.2))
                .as(Group::new);
    }

    @Property(tries = 300)
    void jsonAndXmlGiveTheSameRecords(@ForAll("groups") Group group) {
        String json = "{\"title\":" + (group.title() == null ? "null" : "\"" + group.title() + "\"")
                + ",\"price\":" + group.price()
                + ",\"owner\":"
                + (group.owner() == null ? "null" : group.owner().json())
                + ",\"tags\":"
                + (group.tags() == null
                        ? "null"
                        : group.tags().stream()
                                .map(tag -> "\"" + tag + "\"")
                                .collect(Collectors.joining(",", "[", "]")))
                + ",\"members\":"
                + (group.members() == null
                        ? "null"
                        : group.members().stream().map(Member::json).collect(Collectors.joining(",", "[", "]")))
                + "}";
        String xml = "<?xml version=\"1.0\"?><g:group xmlns:g=\"urn:g\">"
                + (group.title() == null ? "" : "<title>" + escaped(group.title()) + "</title>")
                + (group.price() == null ? "" : "<price>" + group.price().toPlainString() + "</price>")
                + (group.owner() == null ? "" : "<owner>" + element(group.owner()) + "</owner>")
                + (group.tags() == null
                        ? ""
                        : group.tags().stream()
                                .map(tag -> "<tags><![CDATA[" + tag + "]]></tags>")
                                .collect(Collectors.joining()))
                + (group.members() == null
                        ? ""
                        : group.members().stream()
                                .map(member -> "<g:members>" + element(member) + "</g:members>")
                                .collect(Collectors.joining()))
                + "</g:group>";

        assertThat(Group.of(json(json))).isEqualTo(Group.of(xml(xml))).isEqualTo(group);
    }

    private static String element(Member member) {
        return new Member(escaped(member.name()), member.weight(), member.on()).xml();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Test
    void tellsAllViolationsAtOnceWhereAskedTo() {
        for (Body body : List.of(
                json("{\"price\":\"x\",\"owner\":{\"weight\":5000},\"members\":[{\"name\":\"a\"},{\"name\":\"\"}]}"),
                xml("<g><price>x</price><owner><weight>5000</weight></owner><members><name>a</name></members>"
                        + "<members><name></name></members></g>"))) {
            Body collecting = body.collecting();
            Group.of(collecting);
            assertThatThrownBy(collecting::refuseViolations)
                    .asInstanceOf(InstanceOfAssertFactories.type(InvalidBodyException.class))
                    .satisfies(e -> assertThat(e.violations())
                            .containsExactly(
                                    new Violation(
                                            "price",
                                            "price must be a number from -1000 to 1000 with at most 2 decimals"),
                                    new Violation("owner.name", "owner.name is required"),
                                    new Violation(
                                            "owner.weight", "owner.weight must be a whole number from -1000 to 1000"),
                                    new Violation("members[1].name", "members[1].name must not be empty")));
        }
    }

    @Test
    void refusesTheFirstViolationOtherwise() {
        assertThatThrownBy(() -> Group.of(json("{\"price\":1.234}")))
                .hasMessage("price must be a number from -1000 to 1000 with at most 2 decimals");
        assertThatThrownBy(() -> Group.of(json("{\"owner\":5}"))).hasMessage("owner must be an object");
        assertThatThrownBy(() -> Group.of(json("{\"members\":{}}")))
                .hasMessage("members must be a list of at most 10 objects");
        assertThatThrownBy(() -> Group.of(json("{\"members\":[5]}"))).hasMessage("members[0] must be an object");
        assertThatThrownBy(() ->
                        json("{\"owner\":{\"nmae\":1}}").optionalObject("owner").refuseOthersThan(Set.of("name")))
                .hasMessage("owner has a member that is not one of name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1E+999999999", "1e-999999999", "1000.001"})
    void numbersBeyondAllBoundsCostNothing(String number) {
        assertThatThrownBy(() -> json("{\"n\":" + number + "}").optionalDecimal("n", BigDecimal.ZERO, MAX, 2))
                .isInstanceOf(InvalidBodyException.class);
        assertThatThrownBy(() -> xml("<x><n>" + number + "</n></x>").optionalDecimal("n", BigDecimal.ZERO, MAX, 2))
                .isInstanceOf(InvalidBodyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x><a>&e;</a></x>",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><x/>",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>",
                "<!DOCTYPE x [\u0001]><x/>",
                "<x>&unknown;</x>",
                "<x><y></x>",
                "<x/><x/>",
                "x",
                "<x>\u0001</x>",
                "<x>&#xD800;</x>",
                "<?xml version=\"1.0\" encoding=\"nonsense\"?><x/>"
            })
    void xmlWithEntitiesOrFaultsIsRefused(String text) {
        assertThatThrownBy(() -> xml(text)).isInstanceOf(InvalidBodyException.class);
    }

    @Test
    void xmlIsBoundedInDepthAndSize() {
        assertThat(xml("<x>".repeat(32) + "</x>".repeat(32)).root()).isEqualTo("x");
        assertThatThrownBy(() -> xml("<x>".repeat(33) + "</x>".repeat(33)))
                .hasMessage("the request body is nested deeper than 32 elements");
        assertThatThrownBy(() -> xml("<x>" + "y".repeat(Body.MAX_BYTES) + "</x>"))
                .hasMessage("the request body is longer than 65536 bytes");
        assertThatThrownBy(() -> xml("")).hasMessage("the request needs an XML document as its body");
    }

    @Test
    void xmlSaysNothingByNil() {
        Body body = xml("<x xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><a xsi:nil=\"true\"/><b/></x>");

        assertThat(body.has("a")).isFalse();
        assertThat(body.optionalString("b", 5)).isEmpty();
    }

    @Test
    void formsAreDecoded() {
        Body form = FormBody.read(
                bytes("domain=acme.example.com&callback_url=https%3A%2F%2Fa%2F%C3%A4&state=a+b%2B&e&=x&&"));

        assertThat(form.requiredString("domain", 100)).isEqualTo("acme.example.com");
        assertThat(form.optionalString("callback_url", 100)).isEqualTo("https://a/ä");
        assertThat(form.optionalString("state", 100)).isEqualTo("a b+");
        assertThat(form.optionalString("e", 100)).isEmpty();
        assertThat(FormBody.read(bytes("&&&==")).has("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=1&a=2", "password=100%"})
    void malformedFormsAreRefused(String text) {
        assertThatThrownBy(() -> FormBody.read(bytes(text))).hasMessage("the request body is not a well-formed form");
    }
}
