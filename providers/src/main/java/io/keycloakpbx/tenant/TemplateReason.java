package io.keycloakpbx.tenant;

import java.util.Map;

/**
 * Why something of a tenant stays as it is, or that what is added was removed there.
 *
 * @param text in English
 * @param key of the words by which the admin console says the same in its language
 * @param params what these words speak of; a {@code kind} is one of {@link TemplateItem.Kind#words()}
 */
record TemplateReason(String text, String key, Map<String, String> params) {

    static final TemplateReason OWN = of("changed or made in the tenant", "pbxWhyKeptOwn");
    static final TemplateReason REMOVED = of("removed in the tenant", "pbxWhyKeptRemoved");
    static final TemplateReason UNKNOWN = of("the tenant does not remember it from a template", "pbxWhyKeptUnknown");
    static final TemplateReason OTHER_KIND =
            of("the tenant has another kind of flow by this name", "pbxWhyKeptOtherFlow");
    static final TemplateReason NO_STEP = of("no flow of the tenant would use it", "pbxWhyKeptUnused");
    static final TemplateReason NO_SERVICE_ACCOUNT =
            of("the tenant has switched the service account off", "pbxWhyKeptServiceAccountOff");

    TemplateReason {
        params = Map.copyOf(params);
    }

    private static TemplateReason of(String text, String key) {
        return new TemplateReason(text, key, Map.of());
    }

    /** It goes with a flow that stays. */
    static TemplateReason withFlow(TemplateItem flow) {
        return new TemplateReason(
                "it goes with the flow " + flow.name() + ", which was changed or made in the tenant",
                "pbxWhyKeptWithFlow",
                Map.of("flow", flow.name()));
    }

    /** What it needs is not there. */
    static TemplateReason lacking(TemplateItem need) {
        return new TemplateReason(
                "the tenant has no " + need.kind().words() + " " + need.fullName(),
                "pbxWhyKeptLacking",
                Map.of("kind", need.kind().words(), "name", need.fullName()));
    }

    /** It would give rights to what the tenant has made itself. */
    static TemplateReason foreign(TemplateItem holder) {
        return new TemplateReason(
                "the tenant has its own " + holder.kind().words() + " " + holder.name(),
                "pbxWhyKeptForeign",
                Map.of("kind", holder.kind().words(), "name", holder.name()));
    }

    @Override
    public String toString() {
        return text;
    }
}
