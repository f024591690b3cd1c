package io.keycloakpbx.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A built checkout of this project: where Maven put the jars to install and the Keycloak distribution.
 *
 * @param root the directory of the root {@code pom.xml}
 */
public record Checkout(Path root) {

    public Checkout {
        root = root.toAbsolutePath().normalize();
    }

    /** The jars of the bundle, as they are installed in a server. */
    public List<Path> jars() {
        String version = build().getProperty("version");
        return Stream.of("providers", "themes")
                .map(module -> root.resolve(module).resolve("target/keycloak-pbx-" + module + "-" + version + ".jar"))
                .map(Checkout::existing)
                .toList();
    }

    /** The version of Keycloak that the checkout was built to run on. */
    public String keycloakVersion() {
        return build().getProperty("keycloak");
    }

    /** The distribution of a version of Keycloak, a zip file. */
    public Path archive(String keycloakVersion) {
        return existing(root.resolve("tests/target/distribution/keycloak-quarkus-dist-" + keycloakVersion + ".zip"));
    }

    /** The master realm's client for system-level sign-in, as the Admin API takes it. */
    public Path systemSignInClient() {
        return root.resolve("realm-config/master/pbx-rest-client.json");
    }

    /** The demo's realm files, in Keycloak's import format; none is not an error. */
    public List<Path> demoRealms() {
        return demoFiles("-realm.json");
    }

    /** The PBX data of the demo tenants, named {@code <realm>-pbx-data.json}. */
    public List<Path> demoPbxData() {
        return demoFiles("-pbx-data.json");
    }

    private List<Path> demoFiles(String suffix) {
        Path demo = root.resolve("realm-config/demo");
        if (!Files.isDirectory(demo)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(demo)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ServerException(file + " is missing: build the project first (mvn package -DskipTests)");
        }
        return file;
    }

    private static Properties build() {
        try (InputStream in = Checkout.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
