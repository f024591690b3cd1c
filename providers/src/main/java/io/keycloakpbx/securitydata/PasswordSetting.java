package io.keycloakpbx.securitydata;

/**
 * The rules of a realm's passwords. A number is 0 where the rule is off.
 *
 * @param minimumLength in characters
 * @param strength the rule in words; null where nobody has written them
 * @param strengthRegex what a password has to match; null for anything
 * @param expirationDays how long a password is good
 * @param expirationWarningDays how long before that users are to be told
 * @param minimumChangeDays how long a user cannot change a new password
 * @param rememberLastNumber how many passwords before cannot be used again
 * @param failedLogOnsAllowed how many wrong passwords lock a user
 * @param resetLockoutMinutes how long
 * @param resetRetryMinutes after how long without one failures are forgotten
 * @param numberOfSecurityQuestions how many questions a user answers
 */
public record PasswordSetting(
        int minimumLength,
        String strength,
        String strengthRegex,
        int expirationDays,
        int expirationWarningDays,
        int minimumChangeDays,
        int rememberLastNumber,
        int failedLogOnsAllowed,
        int resetLockoutMinutes,
        int resetRetryMinutes,
        int numberOfSecurityQuestions) {

    /** Whether passwords have to match a regular expression. */
    public boolean enforceStrong() {
        return strengthRegex != null;
    }
}
