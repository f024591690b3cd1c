package io.keycloakpbx.server;

import java.util.Map;

/** What a Keycloak process finds in its environment: nothing of the caller's Keycloak settings, and the caller's JVM. */
final class KeycloakEnvironment {

    /** Small enough for two nodes beside a build; Keycloak's default takes 70 % of the memory. */
    private static final String HEAP = "-Xms256m -Xmx1g";

    private KeycloakEnvironment() {}

    static void prepare(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("KEYCLOAK_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.remove("JAVA");
        environment.putIfAbsent("JAVA_OPTS_KC_HEAP", HEAP);
    }
}
