package io.keycloakpbx.tests.securitydata;

import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.Realm;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** CostGuard's security data of a tenant. */
final class SecurityDataApi {

    private final Keycloak keycloak;
    private final Realm tenant;

    SecurityDataApi(Keycloak keycloak, Realm tenant) {
        this.keycloak = keycloak;
        this.tenant = tenant;
    }

    /** Switches them on. */
    void switchOn() {
        tenant.attribute("pbx.securityData", "true");
    }

    /** The base URL. */
    String base() {
        return keycloak.baseUrl() + tenant.adminPath("/securitydata/");
    }

    /**
     * Reads with an administrator's token.
     *
     * @param path below the base URL, sent as it is
     */
    Response get(String path) {
        return get(keycloak.admin(), path);
    }

    /** Reads a set with options, which are sent encoded. */
    Response get(String set, Map<String, String> options) {
        return get(set
                + '?'
                + options.entrySet().stream()
                        .map(option ->
                                option.getKey() + '=' + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** Reads in a format. */
    Response getAs(String accept, String path) {
        return get(keycloak.admin().accept(accept), path);
    }

    /** Reads with a token. */
    Response getWith(String token, String path) {
        return get(keycloak.http(token), path);
    }

    Response get(RequestSpecification request, String path) {
        return request.urlEncodingEnabled(false).get(tenant.adminPath("/securitydata/" + path));
    }

    /** The body of a refusal. */
    static String error(String message) {
        return "{\"odata.error\":{\"code\":\"\",\"message\":{\"lang\":\"en-US\",\"value\":\"" + message + "\"}}}";
    }

    /** Makes an administrator with roles of the client {@code realm-management}, and signs in. */
    String tokenOf(String username, String... roles) {
        String password = "Security-data-1!";
        String id = tenant.createUser(username, password);
        if (roles.length > 0) {
            tenant.grantClientRoles(id, "realm-management", roles);
        }
        return tenant.userToken(username, password);
    }
}
