package io.keycloakpbx.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * That something has been done.
 *
 * @param email of the operator whom it concerns, where the caller has shown to know
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "OperatorDone", description = "That something has been done", additionalProperties = Schema.False.class)
record DoneRepresentation(String email) {}
