package io.keycloakpbx.passwordpolicy;

import java.util.Set;

/** At least one Latin letter ({@code contains_letters}). */
public final class LettersPolicy extends PbxPasswordPolicy {

    public LettersPolicy() {
        super("pbxLetters", "PBX: a letter", "invalidPasswordPbxLettersMessage");
    }

    @Override
    boolean accepts(String password, Set<String> account) {
        return password.chars().anyMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }
}
