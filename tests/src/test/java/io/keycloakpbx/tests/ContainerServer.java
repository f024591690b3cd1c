package io.keycloakpbx.tests;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.keycloakpbx.server.SystemSignIn;
import java.net.URI;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.MountableFile;

/** The server of a test run as a Keycloak container, on H2. Without Docker, the tests that need it are skipped. */
final class ContainerServer implements ServerUnderTest {

    private final KeycloakContainer container;

    private ContainerServer(KeycloakContainer container) {
        this.container = container;
    }

    /** Whether a Docker answers. */
    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ContainerServer start() {
        KeycloakContainer container = new KeycloakContainer("quay.io/keycloak/keycloak:" + Settings.KEYCLOAK)
                .withProviderLibsFrom(
                        Settings.CHECKOUT.jars().stream().map(Path::toFile).toList())
                .withAdminUsername(ADMIN)
                .withAdminPassword(ADMIN_PASSWORD)
                .withEnabledMetrics();
        for (Path realm : Settings.CHECKOUT.demoRealms()) {
            container.withCopyFileToContainer(
                    MountableFile.forHostPath(realm), "/opt/keycloak/data/import/" + realm.getFileName());
        }
        container.withCustomCommand("--import-realm");
        container.start();
        ContainerServer server = new ContainerServer(container);
        SystemSignIn.enable(server.baseUrl(), ADMIN, ADMIN_PASSWORD, Settings.CHECKOUT.systemSignInClient());
        return server;
    }

    @Override
    public URI baseUrl() {
        return withoutSlash(container.getAuthServerUrl());
    }

    @Override
    public URI managementUrl() {
        return withoutSlash(container.getMgmtServerUrl());
    }

    @Override
    public void close() {
        container.stop();
    }

    private static URI withoutSlash(String url) {
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }
}
