package io.keycloakpbx.tenant;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.keycloak.models.ModelValidationException;
import org.keycloak.representations.idm.ComponentRepresentation;
import org.keycloak.utils.EmailValidationUtil;

/**
 * What the mail server of a tenant may be: members of Keycloak's {@code smtpServer}, whose values are texts. Each violation
 * is said in words.
 */
public final class MailServerRules {

    /** The most characters of a value: what Keycloak's column holds. */
    static final int MAX_LENGTH = 255;

    /** Stands for a password that is not told; sent back, it leaves the password as it is. */
    static final String UNTOLD = ComponentRepresentation.SECRET_VALUE;

    static final String HOST = "host";

    /** How a value begins that Keycloak takes from its vault, which holds the operator's secrets too. */
    private static final String VAULT = "${vault.";

    /** What comes before the name of a member where it is told. */
    private static final String MEMBER = "smtpServer.";

    private static final String PORT = "port";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String AUTH = "auth";
    private static final String FROM = "from";
    private static final String TRUE = "true";
    private static final String FALSE = "false";

    private static final List<String> ADDRESSES = List.of(FROM, "replyTo", "envelopeFrom");
    private static final List<String> NAMES = List.of("fromDisplayName", "replyToDisplayName", USER);
    private static final List<String> SWITCHES = List.of("ssl", "starttls", AUTH, "allowutf8");

    static final Set<String> MEMBERS = Set.of(
            HOST,
            PORT,
            FROM,
            "fromDisplayName",
            "replyTo",
            "replyToDisplayName",
            "envelopeFrom",
            "ssl",
            "starttls",
            AUTH,
            USER,
            PASSWORD,
            "allowutf8");

    /** What decides to whom the password goes, and whether others can read it, with what holds where nothing is said. */
    private static final Map<String, String> DESTINATION =
            Map.of(HOST, "", PORT, "25", "ssl", FALSE, "starttls", FALSE, AUTH, FALSE, USER, "");

    private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}._:\\[\\]-]+");
    private static final Pattern PORT_NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private MailServerRules() {}

    /**
     * The settings to keep.
     *
     * @param sent what is wanted; empty for no mail server
     * @param stored what is kept now. Members that are none of {@link #MEMBERS} stay while the server stays the same
     * @throws ModelValidationException if a member breaks its rule, or if a password that is not told would go elsewhere
     */
    static Map<String, String> settings(Map<String, String> sent, Map<String, String> stored) {
        Map<String, String> settings = new TreeMap<>(sent);
        settings.values().removeIf(String::isEmpty);
        if (settings.isEmpty()) {
            return Map.of();
        }
        check(settings);
        boolean same = DESTINATION.entrySet().stream().allMatch(of -> settings.getOrDefault(of.getKey(), of.getValue())
                .equals(stored.getOrDefault(of.getKey(), of.getValue())));
        if (UNTOLD.equals(settings.get(PASSWORD))) {
            if (!same || stored.get(PASSWORD) == null) {
                throw broken(
                        PASSWORD,
                        "must be given anew where host, port, user, auth, ssl or starttls are other than before",
                        "pbxErrorMailPassword");
            }
            settings.put(PASSWORD, stored.get(PASSWORD));
        } else if (settings.getOrDefault(PASSWORD, "").startsWith(VAULT)) {
            throw broken(
                    PASSWORD, "must be the password itself. Only who manages the realm may refer to a vault", null);
        }
        if (same) {
            stored.forEach((member, value) -> {
                if (!MEMBERS.contains(member)) {
                    settings.put(member, value);
                }
            });
        }
        boolean byToken = "token".equals(settings.get("authType"));
        if (TRUE.equals(settings.get(AUTH)) && !byToken) {
            require(settings, USER);
            require(settings, PASSWORD);
        }
        return settings;
    }

    private static void check(Map<String, String> settings) {
        require(settings, HOST);
        require(settings, FROM);
        settings.forEach((member, value) -> {
            if (value.length() > MAX_LENGTH) {
                throw new BrokenRuleException(
                        MEMBER + member,
                        "must have at most " + MAX_LENGTH + " characters",
                        "pbxErrorTooLong",
                        Map.of("max", Integer.toString(MAX_LENGTH)));
            }
        });
        if (!HOST_NAME.matcher(settings.get(HOST)).matches()) {
            throw broken(HOST, "must be a host name or an IP address", "pbxErrorHost");
        }
        String port = settings.get(PORT);
        if (port != null && !isPort(port)) {
            throw broken(PORT, "must be a whole number from 1 to 65535", "pbxErrorPort");
        }
        ADDRESSES.forEach(member -> {
            if (settings.containsKey(member) && !EmailValidationUtil.isValidEmail(settings.get(member))) {
                throw broken(member, "must be an email address", "pbxErrorEmail");
            }
        });
        NAMES.forEach(member -> {
            if (settings.containsKey(member)
                    && CONTROL.matcher(settings.get(member)).find()) {
                throw broken(member, "must have no control or formatting characters", "pbxErrorCharacters");
            }
        });
        SWITCHES.forEach(member -> {
            if (!Set.of(TRUE, FALSE).contains(settings.getOrDefault(member, FALSE))) {
                throw broken(member, "must be true or false", null);
            }
        });
    }

    private static boolean isPort(String port) {
        if (!PORT_NUMBER.matcher(port).matches()) {
            return false;
        }
        int number = Integer.parseInt(port);
        return number >= 1 && number <= 65_535;
    }

    /** The settings as they are told: without the password, and without members that only the operator sets. */
    static Map<String, String> told(Map<String, String> stored) {
        Map<String, String> told = new TreeMap<>(stored);
        told.keySet().retainAll(MEMBERS);
        told.replace(PASSWORD, UNTOLD);
        return told;
    }

    /** Whether a realm with these settings can send mail. */
    public static boolean sends(Map<String, String> settings) {
        return settings != null && settings.get(HOST) != null;
    }

    private static void require(Map<String, String> settings, String member) {
        if (settings.get(member) == null) {
            throw broken(member, "is required", "pbxErrorRequired");
        }
    }

    private static ModelValidationException broken(String member, String rule, String key) {
        return new BrokenRuleException(MEMBER + member, rule, key);
    }
}
