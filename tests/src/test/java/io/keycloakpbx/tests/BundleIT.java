package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What an operator puts into {@code providers/}. */
class BundleIT {

    @Test
    void shipsNoClassesOfAnybodyElse() throws IOException {
        for (Path jar : Settings.CHECKOUT.jars()) {
            assertThat(entries(jar))
                    .filteredOn(name -> name.endsWith(".class") || name.endsWith(".jar"))
                    .as("classes in %s", jar.getFileName())
                    .allMatch(name -> name.startsWith("io/keycloakpbx/"));
        }
    }

    @Test
    void hasTheSameTimeInEveryEntry() throws IOException {
        for (Path jar : Settings.CHECKOUT.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(ZipEntry::getTimeLocal).distinct())
                        .as("times in %s", jar.getFileName())
                        .hasSize(1);
            }
        }
    }

    @Test
    void registersItsDatabaseTables() throws IOException {
        assertThat(Settings.CHECKOUT.jars().stream().flatMap(jar -> entries(jar).stream()))
                .contains(
                        "META-INF/services/" + "org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory");
    }

    private static List<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
