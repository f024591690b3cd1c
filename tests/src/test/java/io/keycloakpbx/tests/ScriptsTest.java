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

/** What export.sh, import.sh and tenants.sh make of their options, with commands in the place of Keycloak's that say how they were called. */
class ScriptsTest {

    private static final String SERVER = "http://localhost:1";

    /** Answers as the server does: refuses what has a 2 in it, and where it is told so, breaks off after a line. */
    private static final String ANSWERS =
            """
            [[ $cmd == create ]] || exit 0
            echo called >>%s
            n=0 done=0
            while IFS= read -r line; do
              n=$((n + 1))
              [[ $line == *[0-9]* ]] || continue
              done=$((done + 1))
              outcome='"status":"created","tenant":{"name":"\\"status\\":\\"refused\\""}'
              [[ $line != *2* ]] || outcome='"status":"refused","httpStatus":409,"error":"It is \\"taken\\""'
              echo '{"line":'$n',"sipDomain":"d'$n'",'$outcome',"done":'$done',"of":3,"seconds":2.0}'
              [[ -z ${BROKEN:-} ]] || exit 1
            done
            echo '{"dryRun":false,"lines":3,"created":2,"exists":0,"refused":1,"untried":0,"seconds":2.0,"perSecond":1.5}'
            """;

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
        return commandLine.script(script, Map.of(), words(options));
    }

    /** What begins with an at sign is a file of the test's directory. */
    private String[] words(String options) {
        String[] words = options.isEmpty() ? new String[0] : options.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].startsWith("@")
                    ? directory.resolve(words[i].substring(1)).toString()
                    : words[i];
        }
        return words;
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
                "tenants.sh | --file @realm.json | tenants.sh: --server is missing.",
                "tenants.sh | --server http://localhost:1 | tenants.sh: --file is missing.",
                "tenants.sh | --server localhost:1 --file @realm.json | tenants.sh: --server is an address such as http://localhost:8080, not: localhost:1.",
                "tenants.sh | --server http://localhost:1 --file @none | none is no file that can be read.",
                "tenants.sh | --server http://localhost:1 --file @realm.json --results @none/a | the directory of",
                "tenants.sh | --server http://localhost:1 --file @realm.json --rest @realm.json | tenants.sh: --file, --results and --rest are three files.",
                "tenants.sh | --server http://localhost:1 --file @realm.json --rest @a --dry-run | tenants.sh: --results and --rest do not go with --dry-run,",
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

    private void tenants(String lines) throws IOException {
        command("kcadm.sh", ANSWERS.formatted("'" + directory.resolve("parts") + "'"));
        Files.writeString(directory.resolve("tenants"), lines);
    }

    @Test
    void tenantsThatAreRefusedAreLeftForAnotherRun() throws Exception {
        tenants("{\"a\":1}\n\r\n{\"a\":2}\r\n{\"a\":3}\n");
        String options = "--server " + SERVER + " --file @tenants";
        assertThat(run("tenants.sh", options).failed())
                .contains("line 3 (d3): It is \\\"taken\\\"\n")
                .contains("3 of 3, 1.5 a second\n")
                .contains("1 of 3 tenants are not there; why is above. Mend ");
        assertThat(directory.resolve("tenants.rest")).hasContent("{\"a\":2}\r\n");
        assertThat(directory.resolve("tenants.results")).content().contains("{\"line\":4,", "\"perSecond\"");
        assertThat(Files.getPosixFilePermissions(directory.resolve("tenants.results")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(calls))
                .anyMatch(call -> call.startsWith("create tenants/bulk --target-realm master --query dryRun=false"
                        + " --header Content-Type=application/x-ndjson --header Accept=application/x-ndjson "));

        tenants("{\"a\":1}\n");
        assertThat(run("tenants.sh", options).succeeded()).contains("All 1 tenants are there.");
        assertThat(directory.resolve("tenants.rest")).doesNotExist();
    }

    @Test
    void aDryRunOfTenantsWritesNothing() throws Exception {
        tenants("{\"a\":1}\n{\"a\":2}\n");
        assertThat(run("tenants.sh", "--dry-run --server " + SERVER + " --file @tenants")
                        .failed())
                .contains("tenants.sh: 1 of 2 tenants would not be made; why is above");
        assertThat(directory).isDirectoryNotContaining("glob:**/tenants.*");
        assertThat(Files.readAllLines(calls)).anyMatch(call -> call.contains(" --query dryRun=true "));
    }

    /** In parts of 500; one that is broken off is the last. */
    @Test
    void whatTheServerHasNotSaidIsLeft() throws Exception {
        tenants("{\"a\":1}\n".repeat(1_200));
        String options = "--server " + SERVER + " --file @tenants";
        assertThat(commandLine
                        .script("tenants.sh", Map.of("BROKEN", "1"), words(options))
                        .failed())
                .contains("1199 of 1200 tenants are not there");
        assertThat(Files.readAllLines(directory.resolve("tenants.rest"))).hasSize(1_199);
        assertThat(Files.readAllLines(directory.resolve("parts"))).hasSize(1);
        run("tenants.sh", options).succeeded();
        assertThat(Files.readAllLines(directory.resolve("parts"))).hasSize(4);
    }

    /** As few as the server takes in one request, which is also about bytes. */
    @Test
    void aPartIsNotLongerThanTheServerTakes() throws Exception {
        tenants(("{\"a\":1,\"name\":\"" + "\u00e9".repeat(1_500_000) + "\"}\n").repeat(3));
        run("tenants.sh", "--server " + SERVER + " --file @tenants").succeeded();
        assertThat(Files.readAllLines(directory.resolve("parts"))).hasSize(2);
    }
}
