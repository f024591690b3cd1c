package io.keycloakpbx.passwordpolicy;

import java.util.Set;

/** At least one capital letter or a character that is neither letter nor digit ({@code contains_special_letters}). */
public final class SpecialLettersPolicy extends PbxPasswordPolicy {

    public SpecialLettersPolicy() {
        super("pbxSpecialLetters", "PBX: a capital or a special character", "invalidPasswordPbxSpecialLettersMessage");
    }

    @Override
    boolean accepts(String password, Set<String> account) {
        return password.codePoints().anyMatch(c -> Character.isUpperCase(c) || !Character.isLetterOrDigit(c));
    }
}
