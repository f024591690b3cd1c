package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.keycloak.PasswordExpression;
import io.keycloakpbx.securitydata.ItemRules;
import io.keycloakpbx.securitydata.PasswordSetting;
import io.keycloakpbx.securitydata.PasswordSettings;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.keycloak.models.ModelValidationException;

/** The rules of passwords in requests and results. What a request leaves out stays as it is; 0 switches a rule off. */
final class PasswordSettingMembers {

    /** In requests; results have the numbers only. */
    static final Shape REQUEST = numbers("PasswordSettingReq")
            .bool("EnforceStrong")
            .string("Strength")
            .string("StrengthRegex");

    static final Shape RESULT = numbers("PasswordSetting");

    private static final int MAX_LENGTH = 255;
    private static final int MAX_REMEMBERED = 100;
    private static final int MAX_LOG_ONS = 1000;
    private static final int MAX_MINUTES = 525_600;
    private static final int MAX_QUESTIONS = 20;
    private static final int MAX_REGEX = 255;

    /** As the contract's examples write it: {@code {'8',}}. */
    private static final Pattern QUOTED_COUNT = Pattern.compile("\\{'(\\d{1,9})'(,?)}");

    /** What Keycloak puts between the rules of a policy. */
    private static final String BETWEEN_RULES = " and ";

    private PasswordSettingMembers() {}

    private static Shape numbers(String name) {
        return Shape.of(name)
                .integer("ExpirationDays")
                .integer("ExpirationWarningDays")
                .integer("FailedLogOnsAllowed")
                .integer("MinimumChangeDays")
                .integer("MinimumLength")
                .integer("NumberOfSecurityQuestions")
                .integer("RememberLastNumber")
                .integer("ResetLockoutMinutes")
                .integer("ResetRetryMinutes");
    }

    /** What a request makes of the rules; null where it says nothing of them. Violations are noted. */
    static UnaryOperator<PasswordSetting> read(Body request) {
        Body sent = request.optionalObject("PasswordSetting");
        if (sent == null) {
            return null;
        }
        Integer minimumLength = number(sent, "MinimumLength", MAX_LENGTH);
        Integer expirationDays = number(sent, "ExpirationDays", PasswordSettings.MAX_DAYS);
        Integer expirationWarningDays = number(sent, "ExpirationWarningDays", PasswordSettings.MAX_DAYS);
        Integer minimumChangeDays = number(sent, "MinimumChangeDays", PasswordSettings.MAX_DAYS);
        Integer rememberLastNumber = number(sent, "RememberLastNumber", MAX_REMEMBERED);
        Integer failedLogOnsAllowed = number(sent, "FailedLogOnsAllowed", MAX_LOG_ONS);
        Integer resetLockoutMinutes = number(sent, "ResetLockoutMinutes", MAX_MINUTES);
        Integer resetRetryMinutes = number(sent, "ResetRetryMinutes", MAX_MINUTES);
        Integer numberOfSecurityQuestions = number(sent, "NumberOfSecurityQuestions", MAX_QUESTIONS);
        String strength = sent.optionalString("Strength", ItemRules.MAX_DESCRIPTION_LENGTH);
        UnaryOperator<String> strengthRegex = strengthRegex(sent);
        return before -> new PasswordSetting(
                or(minimumLength, before.minimumLength()),
                strength == null ? before.strength() : strength.isBlank() ? null : strength,
                strengthRegex.apply(before.strengthRegex()),
                or(expirationDays, before.expirationDays()),
                or(expirationWarningDays, before.expirationWarningDays()),
                or(minimumChangeDays, before.minimumChangeDays()),
                or(rememberLastNumber, before.rememberLastNumber()),
                or(failedLogOnsAllowed, before.failedLogOnsAllowed()),
                or(resetLockoutMinutes, before.resetLockoutMinutes()),
                or(resetRetryMinutes, before.resetRetryMinutes()),
                or(numberOfSecurityQuestions, before.numberOfSecurityQuestions()));
    }

    private static UnaryOperator<String> strengthRegex(Body sent) {
        Boolean enforce = sent.optionalBoolean("EnforceStrong");
        String written = sent.optionalString("StrengthRegex", MAX_REGEX);
        String regex = written == null ? null : QUOTED_COUNT.matcher(written).replaceAll("{$1$2}");
        if (regex != null && !regex.isBlank()) {
            PasswordExpression.problem(regex)
                    .ifPresent(problem -> sent.violation("StrengthRegex", "PasswordSetting.StrengthRegex " + problem));
            if (regex.contains(BETWEEN_RULES)) {
                sent.violation(
                        "StrengthRegex",
                        "PasswordSetting.StrengthRegex must not have the word and between blanks; write \\x20 for one");
            }
            if (Boolean.FALSE.equals(enforce)) {
                sent.violation(
                        "EnforceStrong", "PasswordSetting.EnforceStrong must not be false where StrengthRegex is set");
            }
        }
        return before -> {
            if (Boolean.FALSE.equals(enforce)) {
                return null;
            }
            String after = regex == null ? before : regex.isBlank() ? null : regex;
            if (Boolean.TRUE.equals(enforce) && after == null) {
                throw new ModelValidationException(
                        "PasswordSetting.StrengthRegex is required where EnforceStrong is true");
            }
            return after;
        };
    }

    private static Integer number(Body sent, String member, int max) {
        Long number = sent.optionalInteger(member, 0, max);
        return number == null ? null : number.intValue();
    }

    private static int or(Integer sent, int before) {
        return sent == null ? before : sent;
    }

    /** The members of a result. */
    static ObjectNode members(PasswordSetting setting) {
        return EntityShape.members()
                .put("ExpirationDays", setting.expirationDays())
                .put("ExpirationWarningDays", setting.expirationWarningDays())
                .put("FailedLogOnsAllowed", setting.failedLogOnsAllowed())
                .put("MinimumChangeDays", setting.minimumChangeDays())
                .put("MinimumLength", setting.minimumLength())
                .put("NumberOfSecurityQuestions", setting.numberOfSecurityQuestions())
                .put("RememberLastNumber", setting.rememberLastNumber())
                .put("ResetLockoutMinutes", setting.resetLockoutMinutes())
                .put("ResetRetryMinutes", setting.resetRetryMinutes());
    }
}
