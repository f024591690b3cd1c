package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.keycloak.models.RealmModel;

/**
 * One thing that keeps somebody from signing in, or may.
 *
 * @param key the message that says it; the admin theme {@code pbx} has its text
 * @param params what the message speaks of, and what the fix needs, by name. Moments are RFC 3339, UTC
 * @param severity {@link #ERROR}, {@link #WARNING} or {@link #INFO}
 * @param fix what would mend it, or null where nothing simple would
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "SignInFinding",
        description = "One thing that keeps somebody from signing in, or may",
        additionalProperties = Schema.False.class,
        requiredProperties = {"key", "params", "severity"})
public record SignInFinding(
        @Schema(description = "The key of a message of the admin theme pbx") String key,
        @Schema(description = "What the message speaks of, and what the fix needs") Map<String, String> params,
        @Schema(enumeration = {ERROR, WARNING, INFO}) String severity,
        @Schema(
                        description = "What would mend it",
                        enumeration = {
                            RESUME,
                            ENABLE,
                            UNLOCK,
                            UNLOCK_ADDRESS,
                            CLEAR_REQUIRED_ACTION,
                            SEND_LINK,
                            SET_PASSWORD,
                            EDIT_USER,
                            SET_MAIL_SERVER
                        })
                String fix) {

    /** Nobody gets past it. */
    public static final String ERROR = "error";

    /** It asks for something, or holds in some cases. */
    public static final String WARNING = "warning";

    /** It is good to know. */
    public static final String INFO = "info";

    /** Fix: resume the tenant {@code domain}, which only an administrator of the master realm does. */
    public static final String RESUME = "resume";

    /** Fix: enable the user. */
    public static final String ENABLE = "enable";

    /** Fix: forget the user's failed sign-ins. */
    public static final String UNLOCK = "unlock";

    /** Fix: let the address {@code address} sign in again. */
    public static final String UNLOCK_ADDRESS = "unlock-address";

    /** Fix: take the required action {@code action} from the user. */
    public static final String CLEAR_REQUIRED_ACTION = "clear-required-action";

    /** Fix: mail the user a link with which to choose a password. */
    public static final String SEND_LINK = "send-link";

    /** Fix: set a password for the user. */
    public static final String SET_PASSWORD = "set-password";

    /** Fix: change the user's name, mail address or attributes. */
    public static final String EDIT_USER = "edit-user";

    /** Fix: give the realm a mail server. */
    public static final String SET_MAIL_SERVER = "set-mail-server";

    public SignInFinding {
        params = Map.copyOf(params);
    }

    /** Something that nobody gets past. */
    public static SignInFinding error(String key) {
        return new SignInFinding(key, Map.of(), ERROR, null);
    }

    /** Something that asks for more, or holds in some cases. */
    public static SignInFinding warning(String key) {
        return new SignInFinding(key, Map.of(), WARNING, null);
    }

    /** Something that is good to know. */
    public static SignInFinding info(String key) {
        return new SignInFinding(key, Map.of(), INFO, null);
    }

    /** The same with one more parameter; null adds none. */
    public SignInFinding with(String name, String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new TreeMap<>(params);
        more.put(name, value);
        return new SignInFinding(key, more, severity, fix);
    }

    /**
     * The same, for what each way into a tenant asks: a warning in a realm that is none, whose sign-in pages do not ask it.
     * The bundle's own ways do.
     */
    public SignInFinding asIn(RealmModel realm) {
        return Tenant.is(realm) || !severity.equals(ERROR) ? this : new SignInFinding(key, params, WARNING, fix);
    }

    /** The same with what would mend it. */
    public SignInFinding mendedBy(String mending) {
        return new SignInFinding(key, params, severity, mending);
    }
}
