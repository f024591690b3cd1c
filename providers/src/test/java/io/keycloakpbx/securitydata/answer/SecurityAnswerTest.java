package io.keycloakpbx.securitydata.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

class SecurityAnswerTest {

    private static final PasswordCredentialModel HASH =
            PasswordCredentialModel.createFromValues("argon2", "salt".getBytes(StandardCharsets.UTF_8), 5, "the-hash");

    @Test
    void isKeptAsACredentialThatNothingSignsInBy() {
        CredentialModel credential = new SecurityAnswer(null, "question-1", HASH).credential();
        assertThat(credential.getType()).isEqualTo("pbx-security-answer");
        assertThat(credential.getUserLabel()).isNull();
        assertThat(credential.getCredentialData())
                .contains("question-1", "argon2")
                .doesNotContain("the-hash");
        assertThat(credential.getSecretData()).contains("the-hash");
        assertThat(SecurityAnswer.of(credential)).hasValueSatisfying(answer -> {
            assertThat(answer.question()).isEqualTo("question-1");
            assertThat(answer.hash().getPasswordCredentialData().getAlgorithm()).isEqualTo("argon2");
            assertThat(answer.hash().getPasswordCredentialData().getHashIterations())
                    .isEqualTo(5);
            assertThat(answer.hash().getPasswordSecretData().getValue()).isEqualTo("the-hash");
            assertThat(answer.hash().getPasswordSecretData().getSalt())
                    .isEqualTo("salt".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void isNoTextOfItsHash() {
        assertThat(new SecurityAnswer("id", "question-1", HASH)).hasToString("SecurityAnswer[question-1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "{\"question\":\"q\"}"})
    void isNothingThatCannotBeRead(String data) {
        CredentialModel credential = new CredentialModel();
        credential.setCredentialData(data);
        credential.setSecretData("{\"value\":\"x\"}");
        assertThat(SecurityAnswer.of(credential)).isEmpty();
    }
}
