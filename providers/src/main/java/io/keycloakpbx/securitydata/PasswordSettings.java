package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.NumberSetting;
import java.util.regex.Pattern;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;

/** The rules of a realm's passwords, of its password policy, its brute-force detection and its attributes. */
public final class PasswordSettings {

    private static final int SECONDS_A_MINUTE = 60;
    private static final int MAX_DAYS = 3650;

    /** The bundle's own policy, which is off unless the realm has it. */
    private static final String MINIMUM_CHANGE_DAYS = "pbxMinimumChangeDays";

    /** The attribute that has the rule in words. */
    public static final String STRENGTH_TEXT = "pbx.passwordStrengthText";

    /** How many days before a password expires users are to be told. It tells; nothing follows from it. */
    public static final NumberSetting EXPIRATION_WARNING_DAYS =
            new NumberSetting("pbx.passwordExpirationWarningDays", 0, 0, MAX_DAYS);

    /** How many security questions a user answers. */
    public static final NumberSetting SECURITY_QUESTIONS = new NumberSetting("pbx.securityQuestions", 0, 0, 20);

    private PasswordSettings() {}

    /** Those of a realm. */
    public static PasswordSetting of(RealmModel realm) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        boolean locks = realm.isBruteForceProtected();
        return new PasswordSetting(
                number(policy, "length"),
                Texts.orNull(realm.getAttribute(STRENGTH_TEXT)),
                strengthRegex(realm),
                number(policy, PasswordPolicy.FORCE_EXPIRED_ID),
                EXPIRATION_WARNING_DAYS.of(realm),
                number(policy, MINIMUM_CHANGE_DAYS),
                number(policy, PasswordPolicy.PASSWORD_HISTORY_ID),
                locks ? realm.getFailureFactor() : 0,
                locks ? minutes(realm.getWaitIncrementSeconds()) : 0,
                locks ? minutes(realm.getMaxDeltaTimeSeconds()) : 0,
                SECURITY_QUESTIONS.of(realm));
    }

    /** What passwords have to match; null for anything. */
    static String strengthRegex(RealmModel realm) {
        Object regex = realm.getPasswordPolicy().getPolicyConfig("regexPattern");
        return regex instanceof Pattern pattern ? pattern.pattern() : null;
    }

    private static int number(PasswordPolicy policy, String name) {
        Object value = policy.getPolicyConfig(name);
        return value instanceof Integer number && number > 0 ? number : 0;
    }

    /** A part of a minute counts as one: 0 would say that the rule is off. */
    private static int minutes(int seconds) {
        return (int) ((Math.max(0, seconds) + SECONDS_A_MINUTE - 1L) / SECONDS_A_MINUTE);
    }
}
