package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.securitydata.odata.Query.Option;
import io.keycloakpbx.securitydata.odata.TestEntities.Thing;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryOptionsTest {

    private static Query<Thing> parsed(String... options) {
        return QueryOptions.parse(parameters(options), TestEntities.THING);
    }

    private static Map<String, List<String>> parameters(String... options) {
        return Arrays.stream(options)
                .map(option -> option.split("=", 2))
                .collect(Collectors.groupingBy(
                        option -> option[0], Collectors.mapping(option -> option[1], Collectors.toList())));
    }

    private static void assertRefused(String text, String... options) {
        assertThatThrownBy(() -> parsed(options))
                .isInstanceOfSatisfying(
                        ODataException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(text);
    }

    private static List<String> names(List<Property<Thing>> properties) {
        return properties.stream().map(Property::name).toList();
    }

    @Test
    void withoutOptionsAllIsAskedFor() {
        Query<Thing> query = parsed();
        assertThat(query.filter()).isNull();
        assertThat(query.order()).isEmpty();
        assertThat(query.select())
                .containsExactlyElementsOf(TestEntities.THING.properties().values());
        assertThat(query.top()).isNull();
        assertThat(query.skip()).isZero();
        assertThat(query.after()).isNull();
        assertThat(query.count()).isFalse();
        assertThat(query.options()).isEmpty();
    }

    @Test
    void orderIsAListOfPropertiesEachOnce() {
        assertThat(parsed("$orderby=Name desc, Note ,Amount asc,  Name").order())
                .extracting(item -> item.property().name() + (item.descending() ? " down" : " up"))
                .containsExactly("Name down", "Note up", "Amount up");
    }

    @Test
    void selectIsInTheTypesOrder() {
        assertThat(names(parsed("$select=Note, Name,Note").select())).containsExactly("Name", "Note");
        assertThat(parsed("$select=Note,*").select())
                .hasSameSizeAs(TestEntities.THING.properties().keySet());
    }

    @Test
    void someOptionsAreAlsoTakenPlainAndOthersAreNobodys() {
        Query<Thing> query = parsed("inlinecount=allpages", "format=json", "top=3", "_=17", "Format=x", "=");
        assertThat(query.count()).isTrue();
        assertThat(query.top()).isNull();
        assertThat(query.options())
                .containsExactly(new Option("format", "json"), new Option("inlinecount", "allpages"));
        assertThat(parsed("$inlinecount=none").count()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "0012,12", "500,500", "501,501", "1000000000,999999999", "99999999999999999999,999999999"
    })
    void topIsAnyNumber(String text, int top) {
        assertThat(parsed("$top=" + text).top()).isEqualTo(top);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", " ", "+1", "1.5", "0x1", "ten", "٣", "1 2", "null"})
    void whatIsNoNumberIsRefused(String text) {
        assertRefused("$top is a number, 0 or more.", "$top=" + text);
        assertRefused("$skip is a number, 0 or more.", "$skip=" + text);
    }

    @Test
    void skipIsBounded() {
        assertThat(parsed("$skip=999999999").skip()).isEqualTo(999_999_999);
        assertRefused("$skip is at most 999999999.", "$skip=1000000000");
        assertRefused("$skip is at most 999999999.", "$skip=18446744073709551617");
    }

    @Test
    void whatIsUnknownOrDoesNotFitIsRefused() {
        assertRefused("Unknown option $expand.", "$expand=Parts");
        assertRefused("Unknown option $Filter.", "$Filter=ThingID eq 1");
        assertRefused("Unknown option $.", "$=1");
        assertRefused("Unknown option $" + "x".repeat(39) + "….", "$" + "x".repeat(5000) + "=1");
        assertRefused("$inlinecount is allpages or none.", "$inlinecount=all");
        assertRefused("$inlinecount is allpages or none.", "inlinecount=");
        assertRefused("Unknown property Nope.", "$select=Name,Nope");
        assertRefused("Unknown property name.", "$select=name");
        assertRefused("A property is missing.", "$select=");
        assertRefused("A property is missing.", "$select=Name,");
        assertRefused("Unknown property Nope.", "$orderby=Nope desc");
        assertRefused("Unknown property tolower(Name).", "$orderby=tolower(Name)");
        String order = "$orderby is a list of properties with commas between them, each alone or with asc or desc: ";
        assertRefused(order + "Name DESC is not.", "$orderby=Name DESC");
        assertRefused(order + "Name desc Note is not.", "$orderby=Name desc Note");
        assertRefused(order + " is not.", "$orderby=Name,");
        assertRefused("$orderby has more than 5 properties.", "$orderby=Name,Note,Amount,IsOff,Made,Seen");
        assertRefused("$format has characters that no text can have.", "$format=\0");
        assertRefused("$filter has characters that no text can have.", "$filter=Name eq '\ud800'");
        assertRefused("$filter is longer than 4000 characters.", "$filter=" + " ".repeat(4001));
    }

    @Test
    void whatIsSaidTwiceIsRefused() {
        assertRefused("$top is there more than once.", "$top=1", "$top=1");
        assertRefused("$format is there more than once.", "format=json", "$format=json");
        assertRefused("format is there more than once.", "format=json", "format=json");
        assertThatThrownBy(() -> QueryOptions.format(parameters("format=json", "$format=atom")))
                .isInstanceOf(ODataException.class);
        assertThat(QueryOptions.format(parameters("format=json"))).contains("json");
        assertThat(QueryOptions.format(parameters("$format=a b"))).contains("a b");
        assertThat(QueryOptions.format(Map.of())).isEmpty();
        assertThat(QueryOptions.format(Map.of("$format", Collections.singletonList(null))))
                .contains("");
    }

    @Test
    void skipTokensAreTheOrdersValues() {
        assertThat(parsed("$skiptoken=5").after()).containsExactly(5);
        assertThat(parsed("$orderby=Note,Name desc", "$skiptoken=null,'it''s',5")
                        .after())
                .containsExactly(null, "it's", 5);
        assertThat(parsed("$orderby=ThingID desc", "$skiptoken=5").after()).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "'5'", "5,5", "5,", "5.5", "true", "99999999999", "5 or 1 eq 1"})
    void otherSkipTokensAreRefused(String token) {
        assertThatThrownBy(() -> parsed("$skiptoken=" + token)).isInstanceOf(ODataException.class);
    }

    @Test
    void anEntityTakesFewerOptions() {
        Query<Thing> query = QueryOptions.ofItem(parameters("$select=Name", "$format=json"), TestEntities.THING);
        assertThat(names(query.select())).containsExactly("Name");
        assertThatThrownBy(() -> QueryOptions.ofItem(parameters("$filter=Name eq 'a'"), TestEntities.THING))
                .isInstanceOf(ODataException.class)
                .hasMessage("$filter is for sets, not for one entity.");
        assertThatThrownBy(() -> QueryOptions.ofItem(parameters("$expand=Parts"), TestEntities.THING))
                .isInstanceOf(ODataException.class)
                .hasMessage("Unknown option $expand.");
    }
}
