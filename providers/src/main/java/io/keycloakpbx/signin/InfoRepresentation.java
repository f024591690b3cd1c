package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What anybody may know before signing in (contract portsip 1.2). Blank members are explicit nulls, as the contract says. */
@Schema(
        name = "Info",
        description = "What anybody may know before signing in",
        additionalProperties = Schema.False.class,
        requiredProperties = {"web_domain", "enable_ipv6"})
record InfoRepresentation(@JsonUnwrapped System system, @JsonUnwrapped Tenant tenant) {

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record System(
            @JsonProperty("web_domain") @Schema(nullable = true) String webDomain,
            @JsonProperty("private_ipv4") @Schema(nullable = true) String privateIpv4,
            @JsonProperty("public_ipv4") @Schema(nullable = true) String publicIpv4,
            @JsonProperty("enable_ipv6") boolean enableIpv6,
            @JsonProperty("private_ipv6") @Schema(nullable = true) String privateIpv6,
            @JsonProperty("public_ipv6") @Schema(nullable = true) String publicIpv6,
            @JsonProperty("primary_dns_server") @Schema(nullable = true) String primaryDnsServer,
            @JsonProperty("secondary_dns_server") @Schema(nullable = true) String secondaryDnsServer) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Tenant(
            @JsonProperty("name") @Schema(nullable = true) String name,
            @JsonProperty("domain") String domain,
            @JsonProperty("website") @Schema(nullable = true) String website,
            @JsonProperty("avatar_url") @Schema(nullable = true) String avatarUrl,
            @JsonProperty("enable_ms365_integration") boolean enableMs365Integration,
            @JsonProperty("ms365_authorization_endpoint") @Schema(nullable = true) String ms365AuthorizationEndpoint) {}
}
