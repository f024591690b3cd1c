package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an extension is made from: only described here.
 *
 * @param id the UUID that it shall have, or null for a new one
 */
@Schema(name = "NewExtension", description = "What an extension is made from", requiredProperties = "extension")
record NewExtension(@Schema(format = "uuid") String id, @JsonUnwrapped ExtensionSettings settings) {}
