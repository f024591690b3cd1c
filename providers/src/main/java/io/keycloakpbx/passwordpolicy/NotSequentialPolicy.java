package io.keycloakpbx.passwordpolicy;

import java.util.Locale;
import java.util.Set;

/**
 * No three letters or digits in sequence, up or down, in any case: not {@code abc}, not {@code 321} ({@code
 * disable_sequential_characters}).
 */
public final class NotSequentialPolicy extends PbxPasswordPolicy {

    public NotSequentialPolicy() {
        super("pbxNotSequential", "PBX: no sequence", "invalidPasswordPbxSequentialMessage");
    }

    @Override
    boolean accepts(String password, Set<String> account) {
        String text = password.toLowerCase(Locale.ROOT);
        for (int i = 2; i < text.length(); i++) {
            int step = text.charAt(i) - text.charAt(i - 1);
            if (Math.abs(step) == 1
                    && text.charAt(i - 1) - text.charAt(i - 2) == step
                    && isAscii(text.charAt(i - 2))
                    && isAscii(text.charAt(i - 1))
                    && isAscii(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
