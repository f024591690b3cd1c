package io.keycloakpbx.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keycloakpbx.server.KeycloakServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be said about docker-compose.yml and the image without Docker. */
@OnKeycloak
class DeploymentIT {

    private static final Pattern OPTION = Pattern.compile("--([a-z][a-z-]*)");
    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|_KEY");
    private static final String REFUSED = "if \\(\\$read_otherwise\\) \\{\\s*return 404;\\s*}";

    private final Path root = Settings.CHECKOUT.root();

    @Test
    void imageIsBuiltWithOptionsThatKeycloakKnows(Keycloak keycloak) throws IOException, InterruptedException {
        Set<String> used = Files.readAllLines(root.resolve("docker/Dockerfile")).stream()
                .filter(line -> line.contains("kc.sh build"))
                .flatMap(line -> OPTION.matcher(line).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(used)
                .contains("db")
                .containsAll(KeycloakServer.BUILD_OPTIONS.keySet())
                .isSubsetOf(options(keycloak, "build"));
    }

    @Test
    void composeSetsOptionsThatKeycloakKnows(Keycloak keycloak) throws IOException, InterruptedException {
        JsonNode service = compose().at("/services/keycloak");
        Set<String> used = new TreeSet<>();
        service.path("environment").fieldNames().forEachRemaining(name -> {
            // Keycloak does not list those of providers.
            if (!name.startsWith("KC_SPI_")) {
                used.add(option(name));
            }
        });
        service.path("command")
                .forEach(argument ->
                        OPTION.matcher(argument.asText()).results().forEach(match -> used.add(match.group(1))));
        assertThat(used).contains("db-url", "optimized", "proxy-headers").isSubsetOf(options(keycloak, "start"));
    }

    @Test
    void composeHasNoSecretsAndStopsWithoutThem() throws IOException {
        for (JsonNode service : compose().path("services")) {
            service.path("environment").fields().forEachRemaining(variable -> {
                if (SECRET.matcher(variable.getKey()).find()) {
                    assertThat(variable.getValue().asText())
                            .as(variable.getKey())
                            .matches("\\$\\{[A-Z_]+:\\?[^}]+}");
                }
            });
        }
    }

    /** The variable is the option of docs/security-keys.md, as Keycloak spells options of providers. */
    @Test
    void composeGivesSecurityKeysASecretOfTheirOwn() throws IOException {
        String variable = "KC_SPI_PBX_SECURITY_KEY__JPA__LOOKUP_KEY";
        assertThat(compose().at("/services/keycloak/environment").has(variable)).isTrue();
        assertThat(Files.readString(root.resolve("docs/security-keys.md")))
                .contains("`spi-pbx-security-key--jpa--lookup-key`");
        assertThat(option(variable)).isEqualTo("spi-pbx-security-key--jpa--lookup-key");
    }

    @Test
    void composeSetsTheMasterRealmUpWithTheImportScript() throws IOException {
        JsonNode setup = compose().at("/services/setup");
        assertThat(setup.path("entrypoint")).hasSize(1).first().satisfies(script -> assertThat(script.asText())
                .isEqualTo("/opt/keycloak/realm-config/import.sh"));
        String help = Files.readString(root.resolve("realm-config/import.sh"));
        setup.path("command")
                .forEach(argument -> OPTION.matcher(argument.asText()).results().forEach(option -> assertThat(help)
                        .contains("\n  " + option.group() + " ")));
        assertThat(Files.readString(root.resolve("docker/Dockerfile")))
                .contains("realm-config/common.sh", "realm-config/import.sh", "realm-config/master");
    }

    /** Queries and referrers have one-time keys and codes in them, and whole request lines have queries. */
    @Test
    void theProxyLogsNoSecrets() throws IOException {
        String configuration = Files.readString(root.resolve("docker/proxy.conf.template"));
        String format = configuration.substring(configuration.indexOf("log_format pbx"));
        format = format.substring(0, format.indexOf(';'));
        assertThat(Pattern.compile("\\$[a-z_]+").matcher(format).results().map(MatchResult::group))
                .contains("$uri")
                .doesNotContain("$request", "$request_uri", "$args", "$query_string", "$is_args", "$http_referer");
        for (String server :
                configuration.substring(configuration.indexOf("server {")).split("server \\{")) {
            if (!server.isBlank()) {
                assertThat(server).contains("access_log /dev/stdout pbx;", "error_log /dev/stderr crit;");
            }
        }
    }

    /** Of what is below /admin, PBX clients reach what is described, and nothing of Keycloak's own. */
    @Test
    void theProxyLetsClientsReachTheBundlesResourcesOnly() throws IOException {
        String configuration = Files.readString(root.resolve("docker/proxy.conf.template"));
        Matcher location = Pattern.compile("location ~ \"(\\^/admin/[^\"]*)\" \\{\\s*" + REFUSED
                        + "[^}]*allow \\$\\{PBX_ADMIN_NETWORK};\\s*allow \\$\\{PBX_CLIENT_NETWORK}")
                .matcher(configuration);
        assertThat(location.find()).isTrue();
        Predicate<String> published = Pattern.compile(location.group(1)).asPredicate();
        Matcher map = Pattern.compile("map \\$request_uri \\$read_otherwise \\{\\s*default 0;\\s*\"~\\*([^\"]*)\" 1;")
                .matcher(configuration);
        assertThat(map.find()).isTrue();
        Predicate<String> refused =
                Pattern.compile(map.group(1), Pattern.CASE_INSENSITIVE).asPredicate();
        // What is decoded to the address of something public is passed on as it is, too.
        assertThat(configuration).containsPattern("location /realms/ \\{\\s*" + REFUSED);
        assertThat("/realms/acme/securityservice/x%2F..%2F..%2Fy").matches(refused);

        List<String> ours = described("/admin/");
        assertThat(ours).isNotEmpty().allMatch(published).noneMatch(refused);
        assertThat(Set.of(
                        "/admin/realms",
                        "/admin/realms/acme",
                        "/admin/realms/acme/users",
                        "/admin/realms/acme/users/tenant",
                        "/admin/realms/acme/tenants",
                        "/admin/realms/acme/extensions2",
                        "/admin/realms/acme/clients/1/v2.0",
                        "/admin/realms/acme/v2x0",
                        "/admin/realms/acme/components",
                        "/admin/realms/acme/partialImport",
                        "/admin/realms/master/tenants2",
                        "/admin/serverinfo",
                        "/admin/acme/console"))
                .noneMatch(published);
        assertThat(Set.of(
                        "/admin/realms/acme/users/%2e%2e/tenant",
                        "/admin/realms/acme%2Ftenant/users",
                        "/admin/realms/acme/users/../tenant",
                        "/admin/realms/acme//tenant",
                        "/admin/realms/acme/users;a=/../tenant",
                        "/admin/realms/acme/users%5Ctenant"))
                .allMatch(refused);
        assertThat("/admin/realms/acme/extensions?search=a//b;c..").matches(refused.negate());
    }

    /** They administer, and are below /realms, where everybody may go else. */
    @Test
    void theProxyKeepsCommandsForClients() throws IOException {
        Matcher location = Pattern.compile("location ~ \"(\\^/realms/[^\"]*)\" \\{([\\s\\S]*?)\n    }")
                .matcher(Files.readString(root.resolve("docker/proxy.conf.template")));
        assertThat(location.find()).isTrue();
        assertThat(location.group(2))
                .contains("allow ${PBX_ADMIN_NETWORK};", "allow ${PBX_CLIENT_NETWORK};", "deny all;");
        Predicate<String> kept = Pattern.compile(location.group(1)).asPredicate();
        List<String> ours = described("/realms/{realm}/securityservice");
        assertThat(ours).isNotEmpty().allMatch(kept);
        assertThat(Set.of(
                        "/realms/acme/securityservice/",
                        "/realms/acme/securityservice;a=b",
                        "/realms/acme;a=b/securityservice;a/CreateUser"))
                .allMatch(kept);
        assertThat(described("/realms/").stream().filter(path -> !ours.contains(path)))
                .isNotEmpty()
                .noneMatch(kept);
    }

    /** The paths of the description that begin so, of a realm. */
    private List<String> described(String begin) throws IOException {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                new ObjectMapper()
                                        .readTree(root.resolve("docs/openapi.json")
                                                .toFile())
                                        .path("paths")
                                        .fieldNames(),
                                0),
                        false)
                .filter(path -> path.startsWith(begin))
                .map(path -> path.replace("{realm}", "acme"))
                .toList();
    }

    @Test
    void exampleEnvironmentNamesEveryVariable() throws IOException {
        String text = Files.readString(root.resolve("docker-compose.yml"));
        Set<String> needed = Pattern.compile("\\$\\{([A-Z_]+):\\?")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Set<String> named = Files.readAllLines(root.resolve(".env.example")).stream()
                .filter(line -> line.endsWith("="))
                .map(line -> line.substring(0, line.length() - 1))
                .collect(Collectors.toSet());
        assertThat(named).isNotEmpty().isEqualTo(needed);
    }

    @Test
    void everyServiceHasAHealthCheckOrWaitsForOne() throws IOException {
        for (JsonNode service : compose().path("services")) {
            assertThat(service.has("healthcheck") || service.has("depends_on")).isTrue();
        }
    }

    @Test
    void onlyTheProxyIsPublished() throws IOException {
        JsonNode services = compose().path("services");
        Set<String> published = StreamSupport.stream(services.properties().spliterator(), false)
                .filter(service -> service.getValue().has("ports"))
                .map(service -> service.getKey())
                .collect(Collectors.toSet());
        assertThat(published).containsExactly("proxy");
    }

    @Test
    void imageIsBuiltFromTheVersionsOfThisBuild() throws IOException {
        String dockerfile = Files.readString(root.resolve("docker/Dockerfile"));
        String version =
                Settings.CHECKOUT.jars().get(0).getFileName().toString().replaceAll("^\\D+|\\.jar$", "");
        assertThat(dockerfile)
                .contains("ARG BUNDLE_VERSION=" + version + "\n")
                .contains("ARG KEYCLOAK_VERSION=" + version.substring(0, version.lastIndexOf('-')) + "\n");
    }

    private JsonNode compose() throws IOException {
        Object yaml = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(root.resolve("docker-compose.yml")));
        return new ObjectMapper().valueToTree(yaml);
    }

    /** Keycloak's rule: KC_DB_URL is --db-url. */
    private static String option(String variable) {
        assertThat(variable).startsWith("KC_");
        return variable.substring("KC_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The options that a command of kc.sh lists. */
    private static Set<String> options(Keycloak keycloak, String command) throws IOException, InterruptedException {
        Path script = keycloak.distribution().home().resolve("bin/kc.sh");
        Process process = new ProcessBuilder(script.toString(), command, "--help-all")
                .redirectErrorStream(true)
                .start();
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(help).isZero();
        return Pattern.compile("^(?:-\\w, )?--([a-z][a-z-]*)", Pattern.MULTILINE)
                .matcher(help)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
