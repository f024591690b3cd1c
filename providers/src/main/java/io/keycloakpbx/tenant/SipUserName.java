package io.keycloakpbx.tenant;

import io.keycloakpbx.store.StorableText;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Whom somebody means who types a user name, an e-mail address or a SIP address. A SIP address at one of the tenant's own
 * domains is the user of that name, before any e-mail address is looked for; everything else is as Keycloak has it.
 */
public final class SipUserName {

    /** The longest text that is looked at, in characters: a user name, or a SIP or e-mail address. */
    public static final int MAX_LENGTH = 64 + 1 + SipDomain.MAX_LENGTH + 5;

    private static final Pattern ADDRESS = Pattern.compile("(?:sips?:)?([^@]+)@([^@]+)", Pattern.CASE_INSENSITIVE);

    private SipUserName() {}

    /**
     * The user name or e-mail address in what was typed; what was typed, where it is no SIP address of a user; the empty
     * text, where no database could hold it.
     */
    public static String resolve(KeycloakSession session, RealmModel realm, String typed) {
        return user(session, realm, StorableText.id(typed))
                .map(UserModel::getUsername)
                .orElse(StorableText.id(typed));
    }

    /** The user who is meant, or null where nobody is, or more than one. */
    public static UserModel find(KeycloakSession session, RealmModel realm, String typed) {
        if (!StorableText.is(typed)) {
            return null;
        }
        try {
            return user(session, realm, typed)
                    .orElseGet(() -> KeycloakModelUtils.findUserByNameOrEmail(session, realm, typed));
        } catch (ModelDuplicateException e) {
            return null;
        }
    }

    /**
     * What a text means by its form alone, in lower case, whether or not there is such a user: the user name in a SIP
     * address at one of some domains, else the text. All SIP addresses of a user and the user name mean the same; an e-mail
     * address means itself.
     *
     * @param own tells the domains
     */
    public static String meant(Predicate<SipDomain> own, String typed) {
        return nameAt(own, typed).orElse(typed).toLowerCase(Locale.ROOT);
    }

    private static Optional<UserModel> user(KeycloakSession session, RealmModel realm, String typed) {
        return nameAt(Tenant.domainsOf(realm), typed)
                .map(name -> session.users().getUserByUsername(realm, name));
    }

    /** The user name in a SIP address at one of these domains; empty for everything else. */
    private static Optional<String> nameAt(Predicate<SipDomain> own, String typed) {
        if (typed.indexOf('@') < 0) {
            return Optional.empty();
        }
        Matcher address = ADDRESS.matcher(typed.strip());
        return address.matches()
                ? SipDomain.parse(address.group(2)).filter(own).map(domain -> address.group(1))
                : Optional.empty();
    }
}
