package io.keycloakpbx.tenant;

/**
 * Realm attributes that the administrator of a tenant sets by {@code /admin/realms/{realm}/tenant}, beside
 * {@link TenantAttributes#WEBSITE}, {@link TenantAttributes#AVATAR_URL} and {@link TenantAttributes#TWO_FACTOR}. The capabilities
 * read them. What guards the server, or tells of it, is none of them: that is a {@link ManagedSetting}.
 */
public final class OwnSettings {

    /** Seconds between two codes for one user. */
    public static final NumberSetting TWO_FACTOR_RESEND_SECONDS =
            new NumberSetting("pbx.twoFactorResendSeconds", 30, 1, 600);

    /** Whether a new password ends the user's sessions. */
    public static final SwitchSetting PASSWORD_RESET_ENDS_SESSIONS =
            new SwitchSetting("pbx.passwordResetEndsSessions", true);

    /** Whether who comes from an identity provider for the first time becomes a user. */
    public static final SwitchSetting IDENTITY_PROVIDERS_CREATE_USERS =
            new SwitchSetting("pbx.identityProvidersCreateUsers", false);

    /** Whether who loses an extension to somebody else is signed out. */
    public static final SwitchSetting REVOKE_ON_STEAL = new SwitchSetting("pbx.revokeOnSteal", false);

    private OwnSettings() {}
}
