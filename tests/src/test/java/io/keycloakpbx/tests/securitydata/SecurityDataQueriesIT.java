package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of the sets of security data: each property filters, sorts and goes on, in the database that there is. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityDataQueriesIT {

    private static final int USERS = 108;

    /** Literals by the types of properties, and filters of a property. */
    private static final Map<String, String> LITERALS = Map.of(
            "Edm.Int32", "2",
            "Edm.String", "'m'",
            "Edm.Boolean", "false",
            "Edm.DateTime", "datetime'2026-03-04T05:06:07.089'",
            "Edm.Guid", "guid'0f000000-0000-0000-0000-000000000001'");

    private static final Map<String, List<String>> FILTERS = Map.of(
            "Edm.Int32",
            List.of("%s eq 2", "not (%s ge 2)", "%s add 1 lt 9", "9 div %s eq 3"),
            "Edm.String",
            List.of("%s eq 'm'", "%s gt 'm'", "startswith(tolower(%s),'m')", "substringof('_%',%s)", "length(%s) lt 3"),
            "Edm.Boolean",
            List.of("%s", "not %s", "%s ne true"),
            "Edm.DateTime",
            List.of("%s le datetime'2026-03-04'", "not (%s gt datetime'2026-03-04T05:06:07.089')", "year(%s) eq 2026"),
            "Edm.Guid",
            List.of("%s ne guid'0f000000-0000-0000-0000-000000000001'"));

    private record PropertyOf(String name, String type, boolean nullable) {}

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi api;
    private final Map<String, List<PropertyOf>> properties = new HashMap<>();
    private final Map<String, List<String>> keys = new HashMap<>();

    SecurityDataQueriesIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.api = new SecurityDataApi(keycloak, tenant);
    }

    @BeforeAll
    void prepare() {
        api.switchOn();
        keycloak.admin()
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "roles",
                        Map.of("realm", List.of(Map.of("name", "queried"), Map.of("name", "everybody's"))),
                        "users",
                        users()))
                .post(tenant.adminPath("/partialImport"))
                .then()
                .statusCode(200);
        String metadata = api.get("$metadata").then().statusCode(200).extract().asString();
        Matcher type = Pattern.compile("<EntityType Name=\"(\\w+)\">(.*?)</EntityType>")
                .matcher(metadata);
        while (type.find()) {
            keys.put(type.group(1), new ArrayList<>());
            properties.put(type.group(1), new ArrayList<>());
            Matcher key = Pattern.compile("<PropertyRef Name=\"(\\w+)\"").matcher(type.group(2));
            while (key.find()) {
                keys.get(type.group(1)).add(key.group(1));
            }
            Matcher property = Pattern.compile("<Property Name=\"(\\w+)\" Type=\"([\\w.]+)\" Nullable=\"(\\w+)\"")
                    .matcher(type.group(2));
            while (property.find()) {
                properties
                        .get(type.group(1))
                        .add(new PropertyOf(
                                property.group(1), property.group(2), Boolean.parseBoolean(property.group(3))));
            }
        }
    }

    /** In three groups of the same last name; every second has the first role. */
    private static List<Map<String, Object>> users() {
        List<Map<String, Object>> users = new ArrayList<>();
        IntStream.range(0, USERS).forEach(i -> {
            Map<String, Object> user = new LinkedHashMap<>(Map.of(
                    "username",
                    String.format("q%03d", i * 7 % USERS),
                    "enabled",
                    i % 5 > 0,
                    "realmRoles",
                    i % 2 == 0 ? List.of("queried", "everybody's") : List.of("everybody's")));
            if (i % 3 > 0) {
                user.put("lastName", "L" + i % 3);
            }
            users.add(user);
        });
        return users;
    }

    private Response get(String set, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return api.get(set, all);
    }

    private static void assertAnswered(Response response, String set, String what) {
        assertThat(response.statusCode())
                .as("%s %s: %s", set, what, response.asString())
                .isEqualTo(200);
    }

    @Tag("database")
    @ParameterizedTest
    @MethodSource("io.keycloakpbx.tests.securitydata.SecurityDataApi#sets")
    void eachPropertySortsAndGoesOn(String set) {
        List<PropertyOf> all = properties.get(set);
        assertThat(all).isNotEmpty();
        for (int from = 0; from < all.size(); from += 5) {
            List<PropertyOf> some = all.subList(from, Math.min(all.size(), from + 5));
            for (boolean descending : new boolean[] {false, true}) {
                String order = some.stream()
                        .map(property -> property.name() + (descending ? " desc" : ""))
                        .collect(Collectors.joining(","));
                // Absent values are the first: there is something behind them.
                String token = token(set, some, !descending);
                assertAnswered(get(set, "$orderby", order, "$top", "2", "$skiptoken", token), set, order + " " + token);
            }
        }
    }

    /** Values of the properties and then of those of the key that are none of them. */
    private String token(String set, List<PropertyOf> sorted, boolean absent) {
        List<PropertyOf> values = new ArrayList<>(sorted);
        Set<String> names = sorted.stream().map(PropertyOf::name).collect(Collectors.toCollection(HashSet::new));
        keys.get(set).stream().filter(names::add).forEach(key -> properties.get(set).stream()
                .filter(property -> property.name().equals(key))
                .forEach(values::add));
        return values.stream()
                .map(property -> absent && property.nullable() ? "null" : LITERALS.get(property.type()))
                .collect(Collectors.joining(","));
    }

    @Tag("database")
    @ParameterizedTest
    @MethodSource("io.keycloakpbx.tests.securitydata.SecurityDataApi#sets")
    void eachPropertyFilters(String set) {
        List<PropertyOf> all = properties.get(set);
        for (int from = 0; from < all.size(); from += 5) {
            String filter = all.subList(from, Math.min(all.size(), from + 5)).stream()
                    .map(SecurityDataQueriesIT::filter)
                    .collect(Collectors.joining(" or "));
            assertAnswered(get(set, "$filter", filter, "$top", "1"), set, filter);
            String others = "not (" + filter + ")";
            assertAnswered(get(set, "$filter", others, "$top", "1", "$inlinecount", "allpages"), set, others);
        }
    }

    private static String filter(PropertyOf property) {
        return Stream.concat(FILTERS.get(property.type()).stream(), Stream.of("%s eq null"))
                .map(filter -> "(" + filter.replace("%s", property.name()) + ")")
                .collect(Collectors.joining(" or "));
    }

    private <T> List<T> follow(String link, String property, List<Integer> sizes) {
        List<T> all = new ArrayList<>();
        String next = link;
        while (next != null) {
            Response page = api.get(next);
            assertAnswered(page, "page", next);
            List<T> values = page.path("value." + property);
            sizes.add(values.size());
            all.addAll(values);
            next = page.path("'odata.nextLink'");
        }
        return all;
    }

    private static List<String> names(int step) {
        return IntStream.range(0, USERS)
                .filter(i -> i % step == 0)
                .map(i -> i * 7 % USERS)
                .sorted()
                .mapToObj(i -> String.format("q%03d", i))
                .toList();
    }

    @Tag("database")
    @Test
    void usersGoOnBehindTheLink() {
        List<Integer> sizes = new ArrayList<>();
        assertThat(this.<String>follow(
                        "User?$filter=startswith(UserName,'q')&$orderby=UserName%20desc", "UserName", sizes))
                .isEqualTo(names(1).stream().sorted(Comparator.reverseOrder()).toList());
        assertThat(sizes).containsExactly(100, USERS - 100);
        Response page = get("User", "$filter", "startswith(UserName,'q')", "$inlinecount", "allpages", "$top", "107");
        assertThat(page.<Integer>path("'odata.count'")).isEqualTo(USERS);
        assertThat(page.<List<Object>>path("value")).hasSize(107);
        assertThat(page.<String>path("'odata.nextLink'")).isNull();
        // Who has no last name comes first; in groups of the same, the number of the user decides.
        List<String> groups =
                follow("User?$filter=startswith(UserName,'q')&$orderby=LastName", "LastName", new ArrayList<>());
        assertThat(groups.subList(0, 36)).containsOnlyNulls();
        assertThat(groups.subList(36, 72)).containsOnly("L1");
        assertThat(groups.subList(72, USERS)).containsOnly("L2");
        List<Integer> numbers =
                follow("User?$filter=startswith(UserName,'q')&$orderby=LastName", "UserID", new ArrayList<>());
        assertThat(numbers).doesNotHaveDuplicates().hasSize(USERS);
        assertThat(numbers.subList(36, 72)).isSorted();
    }

    @Tag("database")
    @Test
    void whatUsersDriveGoesOnBehindTheLink() {
        String queried = "UserRole?$filter=Name%20eq%20'queried'";
        assertThat(this.<String>follow(queried + "&$orderby=UserName", "UserName", new ArrayList<>()))
                .isEqualTo(names(2));
        List<Integer> sizes = new ArrayList<>();
        List<String> all = follow("UserRole?$filter=startswith(UserName,'q')", "UserName", sizes);
        assertThat(sizes).containsExactly(100, USERS + USERS / 2 - 100);
        assertThat(all.stream().distinct().sorted().toList()).isEqualTo(names(1));
        assertThat(all)
                .hasSize(Integer.parseInt(api.get("UserRole/$count?$filter=startswith(UserName,'q')")
                        .asString()));
        Response page = api.get(queried + "&$orderby=RoleID,UserName%20desc&$inlinecount=allpages&$top=2");
        assertThat(page.<Integer>path("'odata.count'")).isEqualTo(names(2).size());
        List<String> last = names(2).subList(names(2).size() - 2, names(2).size());
        assertThat(page.<List<String>>path("value.UserName")).containsExactly(last.get(1), last.get(0));
        assertThat(api.get(queried + "&$skiptoken=null,1,1").statusCode()).isEqualTo(400);
    }
}
