package io.keycloakpbx.securitydata.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.dto.PasswordCredentialData;
import org.keycloak.models.credential.dto.PasswordSecretData;
import org.keycloak.util.JsonSerialization;

/**
 * The answer of a user to one question, as a hash.
 *
 * @param credentialId of the credential, null before it is stored
 * @param question the id of the question's component, which may have gone
 * @param hash as of a password
 */
record SecurityAnswer(String credentialId, String question, PasswordCredentialModel hash) {

    /** The type of the credentials. */
    static final String TYPE = "pbx-security-answer";

    /** What of a credential is no secret. */
    private record Data(@JsonProperty("question") String question, @JsonProperty("hash") PasswordCredentialData hash) {}

    /** What a credential is; empty where it cannot be read. */
    static Optional<SecurityAnswer> of(CredentialModel credential) {
        try {
            Data data = JsonSerialization.readValue(credential.getCredentialData(), Data.class);
            PasswordSecretData secret =
                    JsonSerialization.readValue(credential.getSecretData(), PasswordSecretData.class);
            return data.question() == null || data.hash() == null
                    ? Optional.empty()
                    : Optional.of(new SecurityAnswer(
                            credential.getId(),
                            data.question(),
                            PasswordCredentialModel.createFromValues(data.hash(), secret)));
        } catch (IOException | IllegalArgumentException e) {
            // One that somebody has made elsewhere, and that nothing can be compared with.
            return Optional.empty();
        }
    }

    /** The credential to store. */
    CredentialModel credential() {
        try {
            CredentialModel credential = new CredentialModel();
            credential.setId(credentialId);
            credential.setType(TYPE);
            credential.setCreatedDate(Time.currentTimeMillis());
            credential.setCredentialData(
                    JsonSerialization.writeValueAsString(new Data(question, hash.getPasswordCredentialData())));
            credential.setSecretData(JsonSerialization.writeValueAsString(hash.getPasswordSecretData()));
            return credential;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "SecurityAnswer[" + question + "]";
    }
}
