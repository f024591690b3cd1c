package io.keycloakpbx.tenant;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an upgrade to the tenant template does, or would do.
 *
 * @param dryRun whether it has changed nothing
 */
@Schema(
        name = "TemplateUpgrade",
        description = "What an upgrade to the tenant template does, or would do",
        requiredProperties = {"dryRun", "differences"})
public record UpgradeRepresentation(boolean dryRun, List<DifferenceRepresentation> differences) {}
