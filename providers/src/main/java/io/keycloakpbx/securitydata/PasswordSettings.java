package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.NumberSetting;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;

/** The rules of a realm's passwords, of its password policy, its brute-force detection and its attributes. */
public final class PasswordSettings {

    private static final int SECONDS_A_MINUTE = 60;
    /** The most days that a setting of days can have. */
    public static final int MAX_DAYS = 3650;

    private static final String LENGTH = "length";
    private static final String REGEX = "regexPattern";

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
                number(policy, LENGTH),
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

    /**
     * Brings settings into a realm, the inverse of {@link #of}: rules that are as they were are left alone, as are all that are
     * none of these.
     *
     * @throws ModelValidationException where settings contradict each other
     */
    static void set(KeycloakSession session, RealmModel realm, PasswordSetting wanted) {
        PasswordSetting before = of(realm);
        if (!lock(before).equals(lock(wanted))) {
            check(wanted);
        }
        setPolicy(session, realm, before, wanted);
        if (before.failedLogOnsAllowed() != wanted.failedLogOnsAllowed()) {
            realm.setBruteForceProtected(wanted.failedLogOnsAllowed() > 0);
        }
        if (wanted.failedLogOnsAllowed() > 0) {
            setLock(realm, before, wanted);
        }
        setNumber(realm, EXPIRATION_WARNING_DAYS, before.expirationWarningDays(), wanted.expirationWarningDays());
        setNumber(realm, SECURITY_QUESTIONS, before.numberOfSecurityQuestions(), wanted.numberOfSecurityQuestions());
        if (!Objects.equals(before.strength(), wanted.strength())) {
            if (wanted.strength() == null) {
                realm.removeAttribute(STRENGTH_TEXT);
            } else {
                realm.setAttribute(STRENGTH_TEXT, wanted.strength());
            }
        }
    }

    /** The three that depend on each other. */
    private static List<Integer> lock(PasswordSetting setting) {
        return List.of(setting.failedLogOnsAllowed(), setting.resetLockoutMinutes(), setting.resetRetryMinutes());
    }

    private static void check(PasswordSetting wanted) {
        boolean locks = wanted.failedLogOnsAllowed() > 0;
        boolean minutes = wanted.resetLockoutMinutes() > 0 && wanted.resetRetryMinutes() > 0;
        if (locks && !minutes) {
            throw new ModelValidationException(
                    "ResetLockoutMinutes and ResetRetryMinutes must be 1 or more where FailedLogOnsAllowed is");
        }
        if (!locks && (wanted.resetLockoutMinutes() > 0 || wanted.resetRetryMinutes() > 0)) {
            throw new ModelValidationException(
                    "ResetLockoutMinutes and ResetRetryMinutes must be 0 where FailedLogOnsAllowed is");
        }
    }

    private static void setPolicy(
            KeycloakSession session, RealmModel realm, PasswordSetting before, PasswordSetting wanted) {
        PasswordPolicy.Builder policy = realm.getPasswordPolicy().toBuilder();
        setRule(policy, LENGTH, before.minimumLength(), wanted.minimumLength());
        setRule(policy, PasswordPolicy.FORCE_EXPIRED_ID, before.expirationDays(), wanted.expirationDays());
        setRule(policy, MINIMUM_CHANGE_DAYS, before.minimumChangeDays(), wanted.minimumChangeDays());
        setRule(policy, PasswordPolicy.PASSWORD_HISTORY_ID, before.rememberLastNumber(), wanted.rememberLastNumber());
        if (!Objects.equals(before.strengthRegex(), wanted.strengthRegex())) {
            if (wanted.strengthRegex() == null) {
                policy.remove(REGEX);
            } else {
                policy.put(REGEX, wanted.strengthRegex());
            }
        }
        if (!Objects.equals(policy.asString(), realm.getPasswordPolicy().toString())) {
            realm.setPasswordPolicy(policy.build(session));
        }
    }

    private static void setRule(PasswordPolicy.Builder policy, String name, int before, int wanted) {
        if (before == wanted) {
            return;
        }
        if (wanted == 0) {
            policy.remove(name);
        } else {
            policy.put(name, Integer.toString(wanted));
        }
    }

    /** A lock is as long the second time as the first: the contract knows one length. */
    private static void setLock(RealmModel realm, PasswordSetting before, PasswordSetting wanted) {
        if (before.failedLogOnsAllowed() != wanted.failedLogOnsAllowed()) {
            realm.setFailureFactor(wanted.failedLogOnsAllowed());
        }
        if (before.resetLockoutMinutes() != wanted.resetLockoutMinutes()) {
            int seconds = wanted.resetLockoutMinutes() * SECONDS_A_MINUTE;
            realm.setWaitIncrementSeconds(seconds);
            realm.setMaxFailureWaitSeconds(seconds);
        }
        if (before.resetRetryMinutes() != wanted.resetRetryMinutes()) {
            realm.setMaxDeltaTimeSeconds(wanted.resetRetryMinutes() * SECONDS_A_MINUTE);
        }
    }

    private static void setNumber(RealmModel realm, NumberSetting setting, int before, int wanted) {
        if (before != wanted) {
            realm.setAttribute(setting.name(), Integer.toString(wanted));
        }
    }

    /** What passwords have to match; null for anything. */
    static String strengthRegex(RealmModel realm) {
        Object regex = realm.getPasswordPolicy().getPolicyConfig(REGEX);
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
