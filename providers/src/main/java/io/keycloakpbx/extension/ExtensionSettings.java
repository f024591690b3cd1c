package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is configured of an extension: the writable members of iSymphony's extension JSON. All but the number may be
 * null, which means "not set"; strings have at most {@value #MAX_LENGTH} characters.
 *
 * @param extension the number, 3 to 64 digits, unique on its server
 * @param displayName a name for people
 * @param autoAnswer whether calls are answered without a hand
 * @param peer the channel, such as {@code SIP/4224}
 * @param altOriginationMethod the channel that calls are originated through instead
 * @param agentName the queue agent's name
 * @param agentLocation the queue agent's location
 * @param agentInterface the queue agent's interface
 * @param agentPenalty the queue agent's penalty, 0 or more
 * @param agentPaused whether the queue agent is paused
 * @param originatingContextOverride the dial plan context of originated calls
 * @param redirectingContextOverride the dial plan context of redirected calls
 * @param originateTimeoutOverride the time that an originated call may ring, 0 or more, in the PBX's unit
 * @param voiceMailContext the context of the voice mail box
 * @param voiceMailBox the voice mail box
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
        name = "ExtensionSettings",
        description = "What is configured of an extension",
        requiredProperties = "extension")
public record ExtensionSettings(
        @Schema(pattern = "^[0-9]{3,64}$") String extension,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String displayName,
        @Schema(nullable = true) Boolean autoAnswer,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String peer,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String altOriginationMethod,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String agentName,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String agentLocation,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String agentInterface,
        @Schema(nullable = true, minimum = "0") Integer agentPenalty,
        @Schema(nullable = true) Boolean agentPaused,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String originatingContextOverride,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String redirectingContextOverride,
        @Schema(nullable = true, minimum = "0") Integer originateTimeoutOverride,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String voiceMailContext,
        @Schema(nullable = true, maxLength = ExtensionSettings.MAX_LENGTH) String voiceMailBox) {

    /** The most characters that a string of these settings has. */
    public static final int MAX_LENGTH = 255;

    private static final int MAX_DIGITS = 64;
    private static final int MIN_DIGITS = 3;

    /** Tells whether a text is a number that an extension can have: 3 to 64 of the digits 0 to 9. */
    public static boolean isNumber(String text) {
        return text.length() >= MIN_DIGITS
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
