package io.keycloakpbx.tests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of tenants to import, made from the template. */
final class RealmFiles {

    /** The password of each user in them. */
    static final String PASSWORD = "Moves-with-me-1!";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    RealmFiles(Path directory) {
        this.directory = directory;
    }

    /** A file of a tenant with users. */
    Path write(String realm, String sipDomain, String... usernames) throws IOException {
        ObjectNode representation = realm(realm, sipDomain);
        for (String username : usernames) {
            representation.withArrayProperty("users").add(user(username));
        }
        return Files.writeString(directory.resolve(realm + ".json"), representation.toString());
    }

    /** A tenant without users. */
    static ObjectNode realm(String name, String sipDomain, String... aliases) throws IOException {
        ObjectNode realm = (ObjectNode) JSON.readTree(Settings.CHECKOUT
                .root()
                .resolve("realm-config/template/tenant-realm.json")
                .toFile());
        realm.put("realm", name).remove("users");
        realm.withObjectProperty("attributes")
                .put("pbx.sipDomain", sipDomain)
                .put("pbx.sipDomainAliases", String.join(",", aliases));
        return realm;
    }

    static ObjectNode user(String username) {
        ObjectNode user = JSON.createObjectNode()
                .put("username", username)
                .put("enabled", true)
                .put("email", username.replaceAll("[^a-z0-9]", "") + "@example.test")
                .put("firstName", "First")
                .put("lastName", "Last");
        user.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD);
        return user;
    }
}
