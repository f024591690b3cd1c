package io.keycloakpbx.keycloak;

import java.text.MessageFormat;
import java.util.Properties;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminRoot;

/** Keycloak's texts for administrators, in one language. */
@ReliesOn("org.keycloak.services.resources.admin.AdminRoot: the texts in the language of an administrator")
public final class AdminTexts {

    private static final Pattern CONSOLE = Pattern.compile("\\{\\{([^{}]*)}}");

    private final Properties texts;

    private AdminTexts(Properties texts) {
        this.texts = texts;
    }

    /** The texts of a realm in a language, or in the realm's where it is null. */
    public static AdminTexts of(KeycloakSession session, RealmModel realm, String language) {
        return new AdminTexts(AdminRoot.getMessages(session, realm, language));
    }

    /** The key that stands for a text of ours: Keycloak takes what is no key of its own for the pattern of a message. */
    public static String literal(String text) {
        return text.replace("'", "''").replace("{", "'{'");
    }

    /** The text of a key, or the key where there is none. Texts of the console have two braces where others have one. */
    public String text(String key, Object... parameters) {
        String pattern = CONSOLE.matcher(texts.getProperty(key, key)).replaceAll("{$1}");
        return MessageFormat.format(pattern, parameters);
    }
}
