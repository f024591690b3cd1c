package io.keycloakpbx.extension;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;

/** Reads iSymphony's extension JSON. */
final class ExtensionBody {

    private ExtensionBody() {}

    /** The settings that a body names; {@link InvalidBodyException} or a 400 where a member breaks its rule. */
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
