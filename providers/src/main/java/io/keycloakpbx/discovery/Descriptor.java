package io.keycloakpbx.discovery;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is told of a resource that was asked for (RFC 7033).
 *
 * @param subject the resource
 * @param links where more is known of it
 */
@Schema(
        name = "WebFingerDescriptor",
        description = "What is told of a resource",
        additionalProperties = Schema.False.class,
        requiredProperties = {"subject", "links"})
record Descriptor(String subject, List<Link> links) {

    @Schema(
            name = "WebFingerLink",
            additionalProperties = Schema.False.class,
            requiredProperties = {"rel", "href"})
    record Link(String rel, String href) {}
}
