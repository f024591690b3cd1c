package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What export.sh and import.sh make of their options, with commands in the place of Keycloak's that say how they were called. */
class ScriptsTest {

    private static final String SERVER = "http://localhost:1";

    @TempDir
    private Path directory;

    private Path home;
    private Path calls;
    private CommandLine commandLine;

    @BeforeEach
    void makeKeycloak() throws IOException {
        home = Files.createDirectories(directory.resolve("a keycloak"));
        calls = directory.resolve("calls");
        Files.writeString(directory.resolve("realm.json"), "{}");
        commandLine = new CommandLine(home, Files.createDirectory(directory.resolve("output")));
        command(
                "kc.sh",
                "while (($# > 1)); do [[ $1 != --file ]] || [[ $cmd != export ]] || echo '{}' >\"$2\"; shift; done");
        command("kcadm.sh", "[[ $cmd != get ]] || echo '{}'");
    }

    private void command(String name, String body) throws IOException {
        Path file = home.resolve("bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\ncmd=$1\necho \"$*\" >>'" + calls + "'\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private CommandLine.Run run(String script, String options) throws IOException, InterruptedException {
        String[] words = options.isEmpty() ? new String[0] : options.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].startsWith("@")
                    ? directory.resolve(words[i].substring(1)).toString()
                    : words[i];
        }
        return commandLine.script(script, Map.of(), words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "export.sh | - | export.sh: --realm is missing.",
                "export.sh | --realm acme | export.sh: --file or --pbx-data is missing.",
                "export.sh | --realm | export.sh: --realm needs a value.",
                "export.sh | --colour red | export.sh: unknown option --colour.",
                "export.sh | --realm acme --file @a --pbx-data @b | --file and --pbx-data are two exports; call export.sh twice.",
                "export.sh | --realm acme --file @a --server http://localhost:1 | --server and --admin go with --pbx-data;",
                "export.sh | --realm acme --pbx-data @a | export.sh: --pbx-data needs --server.",
                "export.sh | --realm acme --pbx-data @a --server localhost:1 | --server is an address such as http://localhost:8080, not: localhost:1.",
                "export.sh | --realm acme --pbx-data @a --server http://localhost:1 -- --db-url=x | options of Keycloak go with --file;",
                "export.sh | --realm acme --file @none/a | the directory of",
                "export.sh | --realm acme --file @output | output is a directory; name a file.",
                "export.sh | --keycloak @output --realm acme --file @a | output has no bin/kc.sh; --keycloak names the directory of Keycloak.",
                "import.sh | - | import.sh: --server or --file is missing.",
                "import.sh | --file | import.sh: --file needs a value.",
                "import.sh | --colour red | import.sh: unknown option --colour.",
                "import.sh | --file @none | none is no file that can be read.",
                "import.sh | --file @output | output is no file that can be read.",
                "import.sh | --pbx-data @realm.json --file @realm.json | import.sh: --pbx-data needs --server and --realm.",
                "import.sh | --server http://localhost:1 --realm acme | import.sh: --realm goes with --pbx-data;",
                "import.sh | --server http://localhost:1 -- --db-url=x | options of Keycloak go without --server;",
                "import.sh | --file @realm.json --admin me | import.sh: --admin needs --server.",
            })
    void sayWhatIsWrongWithTheirOptions(String script, String options, String message) throws Exception {
        CommandLine.Run run = run(script, options == null ? "" : options);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains(message).contains(script + " --help lists the options.");
        assertThat(calls).doesNotExist();
    }

    @Test
    void useTheBuildThatIsThereWhateverTheOptions() throws Exception {
        run("export.sh", "--realm acme --file @acme.json -- --optimized --db-url=jdbc:x")
                .succeeded();
        run("import.sh", "--file @realm.json -- --db-url=jdbc:x").succeeded();
        assertThat(Files.readAllLines(calls))
                .satisfiesExactly(
                        export -> assertThat(export)
                                .startsWith("export --optimized --realm acme --file ")
                                .endsWith(" --db-url=jdbc:x"),
                        imported -> assertThat(imported)
                                .isEqualTo("import --optimized --file " + directory.resolve("realm.json")
                                        + " --override false --db-url=jdbc:x"));
    }

    @Test
    void anExportThatFailsLeavesTheLastOneAndNothingElse() throws Exception {
        Path file = Files.writeString(directory.resolve("acme.json"), "the last one");
        command("kc.sh", "echo half >\"$6\"; echo why it failed; exit 1");
        assertThat(run("export.sh", "--realm acme --file @acme.json").failed())
                .contains("why it failed")
                .contains("export.sh: kc.sh export failed; what it printed is above");
        command("kcadm.sh", "[[ $cmd != get ]] || { echo half; echo no such realm >&2; exit 1; }");
        assertThat(run("export.sh", "--realm acme --pbx-data @acme.json --server " + SERVER)
                        .failed())
                .contains("no such realm")
                .contains(
                        "export.sh: no PBX data were written; --realm is the name of a tenant's realm, not its SIP domain");
        assertThat(file).hasContent("the last one");
        assertThat(directory).isDirectoryNotContaining("glob:**acme.json?*");
    }

    @Test
    void aFileWhoseNameBeginsWithADashIsNoOption() throws Exception {
        String scripts = Settings.CHECKOUT.root().resolve("realm-config").toString();
        String in = "cd '" + directory + "' && '" + scripts;
        commandLine
                .shell(in + "/export.sh' --keycloak '" + home + "' --realm acme --file -acme.json")
                .succeeded();
        assertThat(directory.resolve("-acme.json")).hasContent("{}");
        commandLine
                .shell(in + "/import.sh' --keycloak '" + home + "' --file -acme.json")
                .succeeded();
        assertThat(Files.readAllLines(calls))
                .satisfiesExactly(
                        export -> assertThat(export).contains(" --file ./-acme.json."),
                        imported -> assertThat(imported).contains(" --file ./-acme.json "));
    }

    @Test
    void tellOfADatabaseInUse() throws Exception {
        command("kc.sh", "echo 'Database may be already in use: \"keycloakdb.mv.db\"'; exit 1");
        assertThat(run("import.sh", "--file @realm.json").failed())
                .contains("import.sh: the database is in use; stop the server first");
    }

    @Test
    void tellThatSigningInFailed() throws Exception {
        command("kcadm.sh", "echo 'Invalid user credentials' >&2; exit 1");
        assertThat(run("import.sh", "--server " + SERVER).failed())
                .contains("Invalid user credentials")
                .contains("import.sh: could not sign in to " + SERVER + " as admin; is the server running,"
                        + " and is KC_CLI_PASSWORD the password of admin?");
    }

    @Test
    void anImportPutsTheMasterRealmsAdminEventsOnRecord() throws Exception {
        run("import.sh", "--server " + SERVER + " --admin me").succeeded();
        assertThat(Files.readAllLines(calls))
                .anyMatch(
                        call -> call.startsWith("config credentials --server " + SERVER + " --realm master --user me "))
                .anyMatch(call -> call.startsWith("update events/config --target-realm master"
                        + " --set adminEventsEnabled=true --set adminEventsDetailsEnabled=true "));
    }
}
