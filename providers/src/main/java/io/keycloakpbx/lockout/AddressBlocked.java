package io.keycloakpbx.lockout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * What a client is told from whose address too many sign-ins have failed; as JSON it is the token endpoint's error.
 *
 * @param address the client's address
 * @param until when it may sign in again, whole seconds
 */
public record AddressBlocked(@JsonIgnore String address, @JsonIgnore Instant until) {

    /** What the event says. */
    public static final String EVENT_ERROR = "address_blocked";

    @JsonProperty("error")
    public String error() {
        return "access_denied";
    }

    @JsonProperty("error_description")
    public String description() {
        return "the client IP address " + address + " has been blocked until " + until;
    }
}
