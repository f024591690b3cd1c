package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** What anybody may know before signing in (contract portsip 1.2). Blank members are explicit nulls, as the contract says. */
record InfoRepresentation(@JsonUnwrapped System system, @JsonUnwrapped Tenant tenant) {

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record System(
            @JsonProperty("web_domain") String webDomain,
            @JsonProperty("private_ipv4") String privateIpv4,
            @JsonProperty("public_ipv4") String publicIpv4,
            @JsonProperty("enable_ipv6") boolean enableIpv6,
            @JsonProperty("private_ipv6") String privateIpv6,
            @JsonProperty("public_ipv6") String publicIpv6,
            @JsonProperty("primary_dns_server") String primaryDnsServer,
            @JsonProperty("secondary_dns_server") String secondaryDnsServer) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Tenant(
            @JsonProperty("name") String name,
            @JsonProperty("domain") String domain,
            @JsonProperty("website") String website,
            @JsonProperty("avatar_url") String avatarUrl,
            @JsonProperty("enable_ms365_integration") boolean enableMs365Integration,
            @JsonProperty("ms365_authorization_endpoint") String ms365AuthorizationEndpoint) {}
}
