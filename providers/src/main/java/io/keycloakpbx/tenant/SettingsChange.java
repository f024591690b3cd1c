package io.keycloakpbx.tenant;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/**
 * A change of a tenant's settings.
 *
 * @param sent what they shall be
 * @param expected what they were when they were shown to whoever changes them
 */
record SettingsChange(Part sent, Part expected) {

    /**
     * Some of the settings.
     *
     * @param own of the tenant's own; members that are null are not spoken of
     * @param managed of the others, as their attributes say them
     */
    record Part(TenantSettingsRepresentation own, Map<ManagedSetting, String> managed) {}

    private record Member(String name, Function<TenantSettingsRepresentation, Object> value) {}

    private static final List<Member> OWN = List.of(
            new Member("name", TenantSettingsRepresentation::name),
            new Member("website", TenantSettingsRepresentation::website),
            new Member("avatarUrl", TenantSettingsRepresentation::avatarUrl),
            new Member(SettingsBody.SMTP_SERVER, TenantSettingsRepresentation::smtpServer),
            new Member("secondFactor", TenantSettingsRepresentation::secondFactor),
            new Member("twoFactorResendSeconds", TenantSettingsRepresentation::twoFactorResendSeconds),
            new Member("passwordResetEndsSessions", TenantSettingsRepresentation::passwordResetEndsSessions),
            new Member("identityProvidersCreateUsers", TenantSettingsRepresentation::identityProvidersCreateUsers),
            new Member("revokeOnSteal", TenantSettingsRepresentation::revokeOnSteal),
            new Member(SettingsBody.REDIRECT_URIS, TenantSettingsRepresentation::redirectUris));

    /** Whether it speaks of what only whoever manages the realm may set, or of what that was. */
    boolean isOfManaged() {
        return !sent.managed().isEmpty() || !expected.managed().isEmpty();
    }

    /**
     * Refuses a change of what is not as it was shown any more, unless it is as it shall be.
     *
     * @param now what the tenant's own settings are
     */
    void refuseOvertaken(TenantSettingsRepresentation now, RealmModel realm) {
        for (Member member : OWN) {
            refuseOvertaken(
                    member.name(),
                    member.value().apply(expected.own()),
                    member.value().apply(sent.own()),
                    member.value().apply(now));
        }
        expected.managed()
                .forEach((setting, shown) -> refuseOvertaken(
                        SettingsBody.MANAGED + '.' + setting.member(),
                        shown,
                        sent.managed().get(setting),
                        setting.text(realm)));
    }

    private static void refuseOvertaken(String member, Object shown, Object wanted, Object now) {
        if (shown != null
                && !comparable(shown).equals(comparable(now))
                && !(wanted != null && comparable(wanted).equals(comparable(now)))) {
            throw new OvertakenSettingException(member, told(shown), told(now));
        }
    }

    /** What is missing is empty, and of lists the order is none. */
    private static Object comparable(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).sorted().toList();
        }
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .filter(member -> !String.valueOf(member.getValue()).isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
        return value == null ? "" : value;
    }

    /** In a line, for people. Of a mail server it is where it is. */
    private static String told(Object value) {
        Object one = value instanceof Map<?, ?> server ? server.get(MailServerRules.HOST) : value;
        String text = one instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(one == null ? "" : one);
        return text.isEmpty() ? "–" : TenantAttributes.abbreviated(text);
    }
}
