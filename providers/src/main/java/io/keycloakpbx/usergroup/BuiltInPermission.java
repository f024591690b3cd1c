package io.keycloakpbx.usergroup;

import io.keycloakpbx.usergroup.PbxPermission.Kind;

/** The permissions of each realm (contract sipxcom 4.4). */
enum BuiltInPermission {
    SUPERADMIN("superadmin", "Administration", "Access to the administration", Kind.APPLICATION, false),
    DBAUTH_ONLY("dbauth-only", "Local password only", "Signs in without a directory", Kind.APPLICATION, false),
    TUI_CHANGE_PIN(
            "tui-change-pin", "Change PIN by phone", "Changes the PIN in the voice menu", Kind.APPLICATION, true),
    PERSONAL_AUTO_ATTENDANT(
            "personal-auto-attendant",
            "Personal auto attendant",
            "Sets up an auto attendant for the own mailbox",
            Kind.APPLICATION,
            true),
    MUSIC_ON_HOLD("music-on-hold", "Music on hold", "Chooses the own music on hold", Kind.APPLICATION, true),
    GROUP_MUSIC_ON_HOLD(
            "group-music-on-hold", "Music on hold of the group", "Hears the group's music", Kind.APPLICATION, false),
    SUBSCRIBE_TO_PRESENCE(
            "subscribe-to-presence", "Subscribe to presence", "Sees who is on the phone", Kind.APPLICATION, true),
    PREMIUM_DIALING("900Dialing", "Premium numbers", "Calls premium rate numbers", Kind.CALL, false),
    AUTO_ATTENDANT(
            "AutoAttendant", "Auto attendant", "Is listed in the directory of the auto attendant", Kind.CALL, false),
    INTERNATIONAL_DIALING("InternationalDialing", "International calls", "Calls other countries", Kind.CALL, true),
    LOCAL_DIALING("LocalDialing", "Local calls", "Calls local numbers", Kind.CALL, true),
    LONG_DISTANCE_DIALING("LongDistanceDialing", "Long-distance calls", "Calls long-distance numbers", Kind.CALL, true),
    MOBILE("Mobile", "Mobile numbers", "Calls mobile phones", Kind.CALL, true),
    TOLL_FREE("TollFree", "Toll-free numbers", "Calls toll-free numbers", Kind.CALL, true),
    VOICEMAIL("Voicemail", "Voicemail", "Has a mailbox", Kind.CALL, true),
    RECORD_SYSTEM_PROMPTS(
            "RecordSystemPrompts", "Record system prompts", "Records the prompts of the system", Kind.CALL, false),
    FREESWITCH_VOICEMAIL_SERVER(
            "FreeswitchVoicemailServer",
            "Internal voicemail server",
            "Has the mailbox on the PBX",
            Kind.VOICEMAIL_SERVER,
            true),
    EXCHANGE_VOICEMAIL_SERVER(
            "ExchangeUMVoicemailServer",
            "Exchange voicemail server",
            "Has the mailbox on Microsoft Exchange",
            Kind.VOICEMAIL_SERVER,
            false);

    private final PbxPermission permission;

    BuiltInPermission(String name, String label, String description, Kind kind, boolean enabledByDefault) {
        this.permission = new PbxPermission(name, label, description, kind, true, enabledByDefault);
    }

    PbxPermission permission() {
        return permission;
    }

    String permissionName() {
        return permission.name();
    }
}
