package io.keycloakpbx.securitydata;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.keycloakpbx.BundleInfo;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What of CostGuard's services is here, and the bundle's version.
 */
@JsonPropertyOrder({"applications", "costGuardBundle"})
@Schema(
        name = "VersionInformation",
        description = "What of CostGuard's services is here",
        additionalProperties = Schema.False.class,
        requiredProperties = {"applications", "costGuardBundle"})
record VersionInformation(List<Application> applications, String costGuardBundle) {

    /** A service. */
    @JsonPropertyOrder({"name", "softwareType", "version"})
    @Schema(
            name = "VersionInformationApplication",
            additionalProperties = Schema.False.class,
            requiredProperties = {"name", "softwareType", "version"})
    record Application(String name, String softwareType, String version) {}

    static VersionInformation now() {
        String version = BundleInfo.get().get("version");
        return new VersionInformation(
                Stream.of("SecurityData", "SecurityKey", "SecurityService", "SecurityToken")
                        .map(name -> new Application(name, "WebApplication", version))
                        .toList(),
                version);
    }
}
