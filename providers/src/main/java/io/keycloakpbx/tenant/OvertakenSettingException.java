package io.keycloakpbx.tenant;

import org.keycloak.models.ModelException;

/** Somebody else has changed a setting since it was shown to whoever would change it. */
final class OvertakenSettingException extends ModelException {

    private final String member;
    private final String shown;
    private final String now;

    /**
     * That of a member.
     *
     * @param shown what it was
     * @param now what it is
     */
    OvertakenSettingException(String member, String shown, String now) {
        super(member + " was " + shown + " and is now " + now + ": somebody else has changed it meanwhile");
        this.member = member;
        this.shown = shown;
        this.now = now;
    }

    String member() {
        return member;
    }

    String shown() {
        return shown;
    }

    String now() {
        return now;
    }
}
