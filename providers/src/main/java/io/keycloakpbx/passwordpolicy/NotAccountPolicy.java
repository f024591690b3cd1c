package io.keycloakpbx.passwordpolicy;

import java.util.Locale;
import java.util.Set;

/**
 * No user name, name or e-mail address of the user in the password, forwards or backwards ({@code
 * disable_account_information}).
 */
public final class NotAccountPolicy extends PbxPasswordPolicy {

    public NotAccountPolicy() {
        super("pbxNotAccount", "PBX: not similar to the account", "invalidPasswordPbxAccountMessage");
    }

    @Override
    boolean accepts(String password, Set<String> account) {
        String text = password.toLowerCase(Locale.ROOT);
        return account.stream()
                .noneMatch(word -> text.contains(word) || text.contains(new StringBuilder(word).reverse()));
    }
}
