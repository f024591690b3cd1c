package io.keycloakpbx.securitydata.answer;

import io.keycloakpbx.keycloak.PasswordWork;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** The answers that users have given to security questions. Questions are told by the ids of their components. */
public final class SecurityAnswers {

    /** The most answers that are looked at at once, and so the most hashes. */
    public static final int MAX = 20;

    private static final String NO_ANSWER = "no answer has this value\n";

    private SecurityAnswers() {}

    /** The questions that a user has answered, some of which may have gone. */
    public static Set<String> answered(UserModel user) {
        return of(user).map(SecurityAnswer::question).collect(Collectors.toSet());
    }

    /** Sets the answer to a question, which {@link SecurityAnswerText} has made normal; it takes the place of one before. */
    public static void set(KeycloakSession session, RealmModel realm, UserModel user, String question, String normal) {
        remove(user, question);
        PasswordPolicy policy = realm.getPasswordPolicy();
        PasswordCredentialModel hash =
                PasswordWork.provider(session, policy).encodedCredential(normal, PasswordWork.iterations(policy));
        user.credentialManager().createStoredCredential(new SecurityAnswer(null, question, hash).credential());
    }

    /** Takes the answer to a question away; false where there is none. */
    public static boolean remove(UserModel user, String question) {
        List<String> there = of(user).filter(answer -> answer.question().equals(question))
                .map(SecurityAnswer::credentialId)
                .toList();
        there.forEach(user.credentialManager()::removeStoredCredentialById);
        return !there.isEmpty();
    }

    /**
     * Whether answers are those of a user: all that the user has given to questions that there are, and nothing else. It is as
     * much work where they are not.
     *
     * @param user null for nobody, whose answers are all wrong
     * @param sent by question; of one that is unknown under some other key
     * @param questions those that there are
     * @param needed how many the user must have, at most {@link #MAX}
     */
    public static boolean verify(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Map<String, String> sent,
            Set<String> questions,
            int needed) {
        List<SecurityAnswer> given = user == null
                ? List.of()
                : of(user).filter(answer -> questions.contains(answer.question()))
                        .limit(MAX)
                        .toList();
        return PasswordWork.look(realm, () -> {
            boolean right = given.size() >= needed && sent.size() == given.size();
            for (SecurityAnswer answer : given) {
                right &= isRight(session, realm, answer, sent.get(answer.question()));
            }
            for (int i = given.size(); i < needed; i++) {
                PasswordWork.hash(session, realm);
            }
            return right;
        });
    }

    /** No answer takes as long as a wrong one. */
    private static boolean isRight(KeycloakSession session, RealmModel realm, SecurityAnswer answer, String sent) {
        String algorithm = answer.hash().getPasswordCredentialData().getAlgorithm();
        PasswordHashProvider provider =
                algorithm == null ? null : session.getProvider(PasswordHashProvider.class, algorithm);
        Optional<String> normal = Optional.ofNullable(sent).flatMap(SecurityAnswerText::normal);
        if (provider == null) {
            PasswordWork.hash(session, realm);
            return false;
        }
        return provider.verify(normal.orElse(NO_ANSWER), answer.hash()) && normal.isPresent();
    }

    private static Stream<SecurityAnswer> of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(SecurityAnswer.TYPE)
                .map(credential -> SecurityAnswer.of(credential).orElse(null))
                .filter(Objects::nonNull);
    }
}
