package io.keycloakpbx.passwordpolicy;

import java.util.Set;

/** No character three times in a row: not {@code aaa} ({@code disable_repeating_characters}). */
public final class NotRepeatingPolicy extends PbxPasswordPolicy {

    public NotRepeatingPolicy() {
        super("pbxNotRepeating", "PBX: no repetition", "invalidPasswordPbxRepeatingMessage");
    }

    @Override
    boolean accepts(String password, Set<String> account) {
        int[] text = password.codePoints().toArray();
        for (int i = 2; i < text.length; i++) {
            if (text[i] == text[i - 1] && text[i] == text[i - 2]) {
                return false;
            }
        }
        return true;
    }
}
