package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What keeps a tenant's people from working, as far as a list can tell. */
public enum TenantWarning {

    /** Nobody signs in. */
    SUSPENDED("suspended"),

    /** No mail server is set: nobody gets a code, a link or a new password by mail. */
    NO_MAIL_SERVER("noMailServer"),

    /**
     * No enabled user has the role {@link TenantProvider#ADMINISTRATOR_ROLE}, by itself or by a group that has it. Other ways to
     * it, such as a group above that one, are not looked at.
     */
    NO_ADMINISTRATOR("noAdministrator"),

    /** The client {@link TenantProvider#APP_CLIENT_ID} has no redirect URI, or there is none: no app signs anybody in by a page. */
    NO_APP_ADDRESS("noAppAddress");

    private final String word;

    TenantWarning(String word) {
        this.word = word;
    }

    /** The word for it in lists and queries. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The one with this word. */
    public static Optional<TenantWarning> of(String word) {
        return Arrays.stream(values())
                .filter(warning -> warning.word.equals(word))
                .findFirst();
    }
}
