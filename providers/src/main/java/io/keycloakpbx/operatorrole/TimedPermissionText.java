package io.keycloakpbx.operatorrole;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A timed permission as its component keeps it: JSON with the members in one order. */
final class TimedPermissionText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();

    private TimedPermissionText() {}

    static String of(TimedPermission permission) {
        try {
            return MAPPER.writeValueAsString(permission);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The permission that a text says, or empty where it says none. */
    static Optional<TimedPermission> parse(String text) {
        try {
            return Optional.ofNullable(text == null ? null : MAPPER.readValue(text, TimedPermission.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
