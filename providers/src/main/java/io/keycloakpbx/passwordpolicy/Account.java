package io.keycloakpbx.passwordpolicy;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** What others may know of a user: the words that a password should not be made of. */
final class Account {

    /** Shorter words are in too many passwords by chance. */
    static final int MIN_WORD_LENGTH = 3;

    private Account() {}

    /** User name, names and both parts of the e-mail address, in lower case. */
    static Set<String> of(UserModel user) {
        return words(Stream.of(user.getUsername(), user.getFirstName(), user.getLastName(), user.getEmail()));
    }

    static Set<String> of(String username) {
        return words(Stream.of(username == null ? "" : username));
    }

    private static Set<String> words(Stream<String> values) {
        Set<String> words = new HashSet<>();
        values.filter(value -> value != null).forEach(value -> {
            String word = value.strip().toLowerCase(Locale.ROOT);
            add(words, word);
            int at = word.lastIndexOf('@');
            if (at >= 0) {
                add(words, word.substring(0, at));
            }
        });
        return words;
    }

    private static void add(Set<String> words, String word) {
        if (word.length() >= MIN_WORD_LENGTH) {
            words.add(word);
        }
    }
}
