package io.keycloakpbx.tests.securitydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.olingo.client.api.communication.ODataClientErrorException;
import org.apache.olingo.client.api.communication.request.retrieve.ODataEntitySetRequest;
import org.apache.olingo.client.api.http.HttpMethod;
import org.apache.olingo.client.api.uri.v3.URIBuilder;
import org.apache.olingo.client.api.uri.v3.URIBuilder.InlineCount;
import org.apache.olingo.client.api.v3.ODataClient;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.client.core.http.DefaultHttpClientFactory;
import org.apache.olingo.commons.api.domain.v3.ODataEntity;
import org.apache.olingo.commons.api.domain.v3.ODataEntitySet;
import org.apache.olingo.commons.api.domain.v3.ODataProperty;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.format.ODataFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Security data read by Apache Olingo's client for OData 3. */
@OnKeycloak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("deprecation") // What the client is made with.
class OlingoClientIT {

    private static final int USERS = 205;

    private final Keycloak keycloak;
    private final Realm tenant;
    private final SecurityDataApi data;
    private final String baseUrl;
    private final ODataClient client = ODataClientFactory.getV3();
    private FurnishedTenant furnished;

    OlingoClientIT(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
        this.data = new SecurityDataApi(keycloak, tenant);
        this.baseUrl = keycloak.baseUrl() + tenant.adminPath("/securitydata");
    }

    @BeforeAll
    void furnish() {
        furnished = new FurnishedTenant(keycloak, tenant);
        furnished.user("101");
        furnished.webservice("service");
    }

    @AfterAll
    void leave() {
        furnished.close();
    }

    /** A token lives for a minute. */
    @BeforeEach
    void signIn() {
        String token = keycloak.adminToken();
        client.getConfiguration().setHttpClientFactory(new DefaultHttpClientFactory() {
            @Override
            public DefaultHttpClient create(HttpMethod method, URI uri) {
                DefaultHttpClient http = super.create(method, uri);
                http.addRequestInterceptor((request, context) -> request.setHeader("Authorization", "Bearer " + token));
                return http;
            }
        });
    }

    @Test
    void readsTheMetadataAndTheServiceDocument() {
        Edm edm = client.getRetrieveRequestFactory()
                .getMetadataRequest(baseUrl)
                .execute()
                .getBody();

        List<EdmEntitySet> sets = edm.getSchemas().get(0).getEntityContainer().getEntitySets();
        Map<String, Object> keys = new LinkedHashMap<>(SecurityDataApi.KEYS);
        keys.put(SecurityDataApi.PASSWORD_SETTING, "PasswordSettingID");
        assertThat(sets)
                .hasSize(24)
                .extracting(EdmEntitySet::getName)
                .containsExactlyInAnyOrderElementsOf(keys.keySet());
        sets.forEach(set -> {
            Object key = keys.get(set.getName());
            assertThat(set.getEntityType().getKeyPredicateNames())
                    .as(set.getName())
                    .isEqualTo(key instanceof List ? key : List.of(key));
        });

        assertThat(client.getRetrieveRequestFactory()
                        .getServiceDocumentRequest(baseUrl)
                        .execute()
                        .getBody()
                        .getEntitySetNames())
                .containsExactlyInAnyOrderElementsOf(SecurityDataApi.KEYS.keySet());
    }

    @ParameterizedTest
    @EnumSource(
            value = ODataFormat.class,
            names = {"JSON", "JSON_NO_METADATA", "JSON_FULL_METADATA", "ATOM"})
    void readsEachSetInEachFormat(ODataFormat format) {
        Edm edm = client.getRetrieveRequestFactory()
                .getMetadataRequest(baseUrl)
                .execute()
                .getBody();
        List<EdmEntitySet> sets = edm.getSchemas().get(0).getEntityContainer().getEntitySets();
        assertThat(sets).hasSize(24);
        for (EdmEntitySet set : sets) {
            EdmEntityType type = set.getEntityType();
            if (set.getName().equals(SecurityDataApi.PASSWORD_SETTING)) {
                int domain = data.get("Domain").path("value[0].DomainID");
                ODataEntity setting = one(set(set.getName()).appendKeySegment(domain), format);
                assertThat(new TreeSet<>(names(setting))).isEqualTo(new TreeSet<>(type.getPropertyNames()));
                assertThat(value(setting, "Name")).isEqualTo(tenant.name());
                continue;
            }
            ODataEntitySet found = read(set(set.getName()).top(2).inlineCount(InlineCount.allpages), format);
            assertThat(found.getEntities()).as(set.getName()).isNotEmpty();
            assertThat(found.getCount())
                    .as(set.getName())
                    .isGreaterThanOrEqualTo(found.getEntities().size());
            for (ODataEntity entity : found.getEntities()) {
                assertThat(new TreeSet<>(names(entity))).isEqualTo(new TreeSet<>(type.getPropertyNames()));
                List<String> key = type.getKeyPredicateNames();
                URIBuilder one = set(set.getName());
                if (key.size() == 1) {
                    one.appendKeySegment(keyValue(type, entity, key.get(0)));
                } else {
                    one.appendKeySegment(keyOf(type, entity, key));
                }
                assertThat(values(one(one, format))).isEqualTo(values(entity));
            }
        }
    }

    @Test
    void pagesThroughByTheLinks() {
        data.createUsers("3", USERS);
        for (ODataFormat format : List.of(ODataFormat.JSON, ODataFormat.ATOM)) {
            List<Object> seen = new ArrayList<>();
            int pages = 0;
            URI next = set("User").orderBy("UserName desc").build();
            while (next != null) {
                ODataEntitySet page = execute(next, format);
                page.getEntities().forEach(user -> seen.add(value(user, "UserName")));
                next = page.getNext() == null ? null : URI.create(baseUrl + "/").resolve(page.getNext());
                pages++;
            }
            assertThat(seen).hasSize(data.numberOfUsers()).doesNotHaveDuplicates();
            assertThat(pages).isEqualTo((seen.size() + 99) / 100).isGreaterThan(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ODataFormat.class,
            names = {"JSON", "ATOM"})
    void readsRefusals(ODataFormat format) {
        assertThatThrownBy(() -> read(set("User").filter("Nope eq 1"), format))
                .isInstanceOfSatisfying(ODataClientErrorException.class, e -> {
                    assertThat(e.getStatusLine().getStatusCode()).isEqualTo(400);
                    assertThat(e.getODataError().getMessage()).isEqualTo(data.textOf("User?$filter=Nope eq 1"));
                });
        assertThatThrownBy(() -> read(set("Nothing"), format))
                .isInstanceOfSatisfying(
                        ODataClientErrorException.class,
                        e -> assertThat(e.getStatusLine().getStatusCode()).isEqualTo(404));
    }

    private URIBuilder set(String name) {
        return client.newURIBuilder(baseUrl).appendEntitySetSegment(name);
    }

    private ODataEntitySet read(Object uri, ODataFormat format) {
        return execute(((URIBuilder) uri).build(), format);
    }

    private ODataEntitySet execute(URI uri, ODataFormat format) {
        ODataEntitySetRequest<ODataEntitySet> request =
                client.getRetrieveRequestFactory().getEntitySetRequest(uri);
        request.setFormat(format);
        return request.execute().getBody();
    }

    private ODataEntity one(URIBuilder uri, ODataFormat format) {
        var request = client.getRetrieveRequestFactory().getEntityRequest(uri.build());
        request.setFormat(format);
        return request.execute().getBody();
    }

    private static Map<String, Object> keyOf(EdmEntityType type, ODataEntity entity, List<String> names) {
        Map<String, Object> key = new LinkedHashMap<>();
        names.forEach(name -> key.put(name, keyValue(type, entity, name)));
        return key;
    }

    /** Without metadata in an answer the client takes a GUID for a text. */
    private static Object keyValue(EdmEntityType type, ODataEntity entity, String property) {
        Object value = value(entity, property);
        return value instanceof String text
                        && type.getProperty(property).getType().getName().equals("Guid")
                ? UUID.fromString(text)
                : value;
    }

    private static List<String> names(ODataEntity entity) {
        return entity.getProperties().stream().map(ODataProperty::getName).toList();
    }

    private static Map<String, String> values(ODataEntity entity) {
        Map<String, String> values = new TreeMap<>();
        entity.getProperties()
                .forEach(property -> values.put(
                        property.getName(),
                        property.hasNullValue() ? "" : property.getValue().toString()));
        return values;
    }

    private static Object value(ODataEntity entity, String property) {
        return entity.getProperty(property).getPrimitiveValue().toValue();
    }
}
