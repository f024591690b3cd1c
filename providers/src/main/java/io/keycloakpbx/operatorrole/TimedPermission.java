package io.keycloakpbx.operatorrole;

import java.time.Instant;

/**
 * A permission that holds for a time: a custom permission of the contract. One that disallows takes away what others give.
 *
 * @param id tells it from others. Of one in a custom role that is the realm's own permission, it is that one's id.
 * @param value what is allowed or disallowed; apps read it as a pattern, here it is a text that is compared exactly
 * @param allowedAfterMs the first millisecond since 1970 in which it holds, or null where it has always held
 * @param allowedBeforeMs the first millisecond in which it holds no longer, or null where it holds for ever
 * @param disallow whether it takes away
 * @param disabled whether it is switched off
 * @param disabledReason why, or null
 * @param inactive whether it is not in use
 * @param inactiveReason why, or null
 * @param region a note for apps, or null
 */
public record TimedPermission(
        String id,
        String value,
        Long allowedAfterMs,
        Long allowedBeforeMs,
        boolean disallow,
        boolean disabled,
        String disabledReason,
        boolean inactive,
        String inactiveReason,
        String region) {

    /** The same by another id. */
    TimedPermission withId(String other) {
        return new TimedPermission(
                other,
                value,
                allowedAfterMs,
                allowedBeforeMs,
                disallow,
                disabled,
                disabledReason,
                inactive,
                inactiveReason,
                region);
    }

    /** Whether it says anything at an instant. */
    boolean holdsAt(Instant instant) {
        long now = instant.toEpochMilli();
        return !disabled
                && !inactive
                && (allowedAfterMs == null || allowedAfterMs <= now)
                && (allowedBeforeMs == null || now < allowedBeforeMs);
    }
}
