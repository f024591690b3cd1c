package io.keycloakpbx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the slow steps are taken; the archive's kc.sh only writes down how it was called. */
class DistributionTest {

    private static final Map<String, String> OPTIONS = Map.of("db", "dev-file");

    @TempDir
    Path directory;

    private final List<String> progress = new ArrayList<>();
    private Path archive;
    private Path jar;

    @BeforeEach
    void makeArchiveAndJar() throws IOException {
        archive = archive("keycloak-1.zip", "echo \"$@\" >> calls");
        jar = Files.writeString(directory.resolve("bundle.jar"), "first");
    }

    @Test
    void buildsOnceForTheSameJarsAndOptions() throws IOException {
        assertThat(built(OPTIONS)).isTrue();
        assertThat(built(OPTIONS)).isFalse();
        assertThat(calls()).containsExactly("build --db=dev-file");
        assertThat(progress).hasSize(2);
    }

    @Test
    void buildsAgainForAnotherJar() throws IOException {
        built(OPTIONS);
        Path cache = Files.createDirectories(installed().resolve("data/tmp/kc-gzip-cache/themes"));
        Files.writeString(jar, "second");
        assertThat(built(OPTIONS)).isTrue();
        assertThat(calls()).hasSize(2);
        assertThat(installed().resolve("providers/bundle.jar")).hasContent("second");
        assertThat(cache).as("files of the themes of the jar before").doesNotExist();
    }

    @Test
    void removesAJarThatIsNoLongerInstalled() throws IOException {
        built(OPTIONS);
        Path other = Files.writeString(directory.resolve("other.jar"), "first");
        Distribution.install(archive, List.of(other), OPTIONS, target(), progress::add)
                .close();
        assertThat(installed().resolve("providers/bundle.jar")).doesNotExist();
        assertThat(installed().resolve("providers/other.jar")).exists();
    }

    @Test
    void buildsAgainForOtherOptions() throws IOException {
        built(OPTIONS);
        assertThat(built(Map.of("db", "postgres"))).isTrue();
        assertThat(calls()).containsExactly("build --db=dev-file", "build --db=postgres");
    }

    @Test
    void replacesAnotherVersionOfKeycloak() throws IOException {
        built(OPTIONS);
        archive = archive("keycloak-2.zip", "echo new >> calls");
        assertThat(built(OPTIONS)).isTrue();
        assertThat(calls()).containsExactly("new");
    }

    @Test
    void triesAgainAfterAFailedBuild() throws IOException {
        archive = archive("keycloak-bad.zip", "echo no such option; test -e allowed");
        assertThatThrownBy(() -> built(OPTIONS))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("no such option");
        Files.createFile(installed().resolve("allowed"));
        assertThat(built(OPTIONS)).isTrue();
    }

    @Test
    void isNotChangedWhileSomebodyUsesIt() {
        try (Distribution open = Distribution.install(archive, List.of(jar), OPTIONS, target(), progress::add)) {
            assertThat(open.home()).isDirectory();
            assertThatThrownBy(() -> built(OPTIONS))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("in use");
        }
        assertThat(built(OPTIONS)).isFalse();
    }

    @Test
    void refusesAnArchiveThatWritesElsewhere() throws IOException {
        Path hostile = directory.resolve("hostile.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(hostile))) {
            zip.putNextEntry(new ZipEntry("keycloak/../../outside.txt"));
        }
        archive = hostile;
        assertThatThrownBy(() -> built(OPTIONS)).hasMessageContaining("outside.txt");
        assertThat(directory.resolve("target/outside.txt")).doesNotExist();
    }

    private boolean built(Map<String, String> options) {
        try (Distribution distribution =
                Distribution.install(archive, List.of(jar), options, target(), progress::add)) {
            return distribution.built();
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(installed().resolve("calls"));
    }

    private Path target() {
        return directory.resolve("target");
    }

    private Path installed() {
        return target().resolve("keycloak");
    }

    private Path archive(String name, String script) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("keycloak-1/bin/kc.sh"));
            zip.write(("#!/bin/sh\n" + script + "\n").getBytes());
        }
        return file;
    }
}
