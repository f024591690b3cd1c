package io.keycloakpbx.tenant;

/**
 * One thing that a tenant template says of a realm.
 *
 * @param kind what it is
 * @param owner what it is a part of, such as a client's id, or null
 * @param name its name there
 */
record TemplateItem(Kind kind, String owner, String name) {

    /** What a template can bring into a tenant that exists. */
    enum Kind {
        REALM_SETTING("realm setting", false),
        REALM_ATTRIBUTE("realm attribute", false),
        FLOW_BINDING("flow binding", false),
        REALM_ROLE("realm role", true),
        COMPOSITE_ROLE("composite role", false),
        DEFAULT_ROLE("default role", false),
        /** At the top level. A tenant's groups are its own affair: one that somebody has removed stays away. */
        GROUP("group", false),
        GROUP_ROLE("group's role", false),
        CLIENT_SCOPE("client scope", true),
        CLIENT_SCOPE_MAPPER("client scope's mapper", false),
        REALM_CLIENT_SCOPE("realm's client scope", false),
        FLOW("flow", true),
        AUTHENTICATOR_CONFIG("authenticator config", true),
        CLIENT("client", true),
        CLIENT_MAPPER("client's mapper", false),
        CLIENT_ROLE("client's role", false),
        CLIENTS_CLIENT_SCOPE("client's client scope", false),
        SCOPE_MAPPING("scope mapping", false),
        SERVICE_ACCOUNT_ROLE("service account's role", false),
        CLIENT_PROFILE("client profile", true),
        CLIENT_POLICY("client policy", true),
        REQUIRED_ACTION("required action", true),
        USER_PROFILE("user profile", false),
        USER_PROFILE_GROUP("user profile's group", false),
        USER_PROFILE_ATTRIBUTE("user profile's attribute", false);

        private final String words;
        private final boolean object;

        Kind(String words, boolean object) {
            this.words = words;
            this.object = object;
        }

        /** As answers call it. */
        String words() {
            return words;
        }

        /**
         * Whether it stands for itself. A realm that has none gets it, also where somebody has removed it. All else is a
         * part of something, which somebody who takes it out has changed.
         */
        boolean isObject() {
            return object;
        }
    }

    static TemplateItem of(Kind kind, String name) {
        return new TemplateItem(kind, null, name);
    }

    /** The name with that of its owner, as answers tell it. */
    String fullName() {
        return owner == null ? name : owner + "/" + name;
    }
}
