package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;

/**
 * iSymphony's extension JSON.
 *
 * @param id its UUID
 * @param settings the writable members, on the same level
 * @param permissionDisplayName the display name, or the number where it has none
 * @param permissionId the id once more
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ExtensionRepresentation(
        String id, @JsonUnwrapped ExtensionSettings settings, String permissionDisplayName, String permissionId) {

    static ExtensionRepresentation of(Extension extension) {
        ExtensionSettings settings = extension.settings();
        return new ExtensionRepresentation(
                extension.id(),
                settings,
                settings.displayName() == null ? settings.extension() : settings.displayName(),
                extension.id());
    }

    /** Reads the writable members; {@link InvalidBodyException} where one breaks its rule. */
    static ExtensionSettings settings(JsonBody body) {
        String number = body.requiredString("extension", ExtensionSettings.MAX_LENGTH);
        if (!ExtensionSettings.isNumber(number)) {
            throw ContractError.badRequest("extension must have 3 to 64 digits");
        }
        return new ExtensionSettings(
                number,
                text(body, "displayName"),
                body.optionalBoolean("autoAnswer"),
                text(body, "peer"),
                text(body, "altOriginationMethod"),
                text(body, "agentName"),
                text(body, "agentLocation"),
                text(body, "agentInterface"),
                number(body, "agentPenalty"),
                body.optionalBoolean("agentPaused"),
                text(body, "originatingContextOverride"),
                text(body, "redirectingContextOverride"),
                number(body, "originateTimeoutOverride"),
                text(body, "voiceMailContext"),
                text(body, "voiceMailBox"));
    }

    private static String text(JsonBody body, String member) {
        String text = body.optionalString(member, ExtensionSettings.MAX_LENGTH);
        // Databases differ in whether an empty text is null.
        return text == null || text.isEmpty() ? null : text;
    }

    private static Integer number(JsonBody body, String member) {
        return body.has(member) ? (int) body.requiredInteger(member, 0, Integer.MAX_VALUE) : null;
    }
}
