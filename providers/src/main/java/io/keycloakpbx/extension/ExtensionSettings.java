package io.keycloakpbx.extension;

import com.fasterxml.jackson.annotation.JsonInclude;

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
public record ExtensionSettings(
        String extension,
        String displayName,
        Boolean autoAnswer,
        String peer,
        String altOriginationMethod,
        String agentName,
        String agentLocation,
        String agentInterface,
        Integer agentPenalty,
        Boolean agentPaused,
        String originatingContextOverride,
        String redirectingContextOverride,
        Integer originateTimeoutOverride,
        String voiceMailContext,
        String voiceMailBox) {

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
