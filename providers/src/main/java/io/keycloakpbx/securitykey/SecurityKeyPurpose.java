package io.keycloakpbx.securitykey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * The rules of one purpose in one realm. A realm configures purposes as components of this type, whose name is the
 * purpose, so they are exported and imported with it. The component named {@value #ANY} has the rules of all purposes
 * that have no component; without it there are no rules beyond the server's longest life.
 */
public final class SecurityKeyPurpose implements Provider {

    /** What {@link #MAX_LIFE_SPAN} may be. */
    static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}");

    static final String ANY = "*";
    static final String NO_ACTION = "NONE";
    static final String MAX_LIFE_SPAN = "maxLifeSpan";
    static final String ACTIONS = "actions";
    static final String ISSUE_ROLE = "issueRole";
    static final String VALIDATE_ROLE = "validateRole";

    private final ComponentModel component;

    SecurityKeyPurpose(ComponentModel component) {
        this.component = component;
    }

    /** The rules of a purpose in a realm. */
    static SecurityKeyPurpose of(RealmModel realm, String purpose) {
        return component(realm, purpose)
                .or(() -> component(realm, ANY))
                .map(SecurityKeyPurpose::new)
                .orElseGet(() -> new SecurityKeyPurpose(new ComponentModel()));
    }

    private static Optional<ComponentModel> component(RealmModel realm, String purpose) {
        return realm.getComponentsStream(realm.getId(), SecurityKeyPurpose.class.getName())
                .filter(component -> purpose.equals(component.getName()))
                .findFirst();
    }

    /** The longest life of a key of this purpose on this server. */
    Duration maxLifeSpan(KeycloakSession session) {
        SecurityKeyProviderFactory factory = (SecurityKeyProviderFactory)
                session.getKeycloakSessionFactory().getProviderFactory(SecurityKeyProvider.class);
        return maxLifeSpan(factory.maxLifeSpan());
    }

    Duration maxLifeSpan(Duration server) {
        String configured = component.get(MAX_LIFE_SPAN);
        // Checked when an administrator saves it, but not when a realm is imported.
        if (configured == null || !SECONDS.matcher(configured).matches()) {
            return server;
        }
        Duration purpose = Duration.ofSeconds(Long.parseLong(configured));
        return purpose.compareTo(server) < 0 ? purpose : server;
    }

    /** Whether keys of this purpose may open this action. */
    boolean allows(String action) {
        List<String> actions = component.getConfig().getList(ACTIONS);
        return actions.isEmpty() || actions.contains(action);
    }

    /** The role that who asks for a key must have besides the general one, or null. */
    String issueRole() {
        return emptyToNull(component.get(ISSUE_ROLE));
    }

    /** The role that who validates a key must have besides the general one, or null. */
    String validateRole() {
        return emptyToNull(component.get(VALIDATE_ROLE));
    }

    private static String emptyToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    @Override
    public void close() {}
}
