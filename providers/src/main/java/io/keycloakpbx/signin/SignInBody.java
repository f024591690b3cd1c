package io.keycloakpbx.signin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.secondfactor.SessionToken;
import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.SipUserName;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies of the sign-in API: only described here, {@link SignInResource} reads them member by member. */
final class SignInBody {

    private static final String NAME = "A user name of at most 64 characters, a SIP address or an email address";
    private static final String DOMAIN = "The tenant's SIP domain; without it the realm of the path";

    private SignInBody() {}

    @Schema(
            name = "SignInBody",
            requiredProperties = {"username", "password"})
    record Password(
            @Schema(minLength = 1, maxLength = SipUserName.MAX_LENGTH, description = NAME) String username,
            @Schema(minLength = 1, maxLength = JsonBody.MAX_BYTES) String password,
            @Schema(minLength = 1, maxLength = SipDomain.MAX_LENGTH, description = DOMAIN) String domain) {}

    @Schema(
            name = "SignInWithProviderBody",
            requiredProperties = {"domain", "callback_url"})
    record Provider(
            @Schema(minLength = 1, maxLength = SipDomain.MAX_LENGTH) String domain,
            @JsonProperty(CallbackUrl.FIELD) @Schema(minLength = 1, maxLength = CallbackUrl.MAX_LENGTH)
                    String callbackUrl,
            @Schema(maxLength = SignInResource.MAX_STATE_LENGTH) String state,
            @JsonProperty("code_challenge") @Schema(maxLength = SignInResource.MAX_CHALLENGE_LENGTH)
                    String codeChallenge) {}

    @Schema(name = "LoginByMicrosoftForm", requiredProperties = "domain")
    record Microsoft(
            @Schema(minLength = 1, maxLength = SipDomain.MAX_LENGTH) String domain,
            @JsonProperty(CallbackUrl.FIELD) @Schema(maxLength = CallbackUrl.MAX_LENGTH) String callbackUrl,
            @Schema(maxLength = SignInResource.MAX_STATE_LENGTH) String state,
            @JsonProperty("code_challenge") @Schema(maxLength = SignInResource.MAX_CHALLENGE_LENGTH)
                    String codeChallenge) {}

    @Schema(name = "SessionTokenBody", requiredProperties = "token")
    record Token(@Schema(minLength = 1, maxLength = SessionToken.MAX_LENGTH) String token) {}

    @Schema(
            name = "CodeBody",
            requiredProperties = {"token", "code"})
    record Code(
            @Schema(minLength = 1, maxLength = SessionToken.MAX_LENGTH) String token,
            @Schema(minLength = 1, maxLength = SignInResource.MAX_CODE_LENGTH) String code) {}

    @Schema(
            name = "ForgetPasswordBody",
            requiredProperties = {"username", "callback_url"})
    record Forgotten(
            @Schema(minLength = 1, maxLength = SipUserName.MAX_LENGTH, description = NAME) String username,
            @Schema(minLength = 1, maxLength = SipDomain.MAX_LENGTH, description = DOMAIN) String domain,
            @JsonProperty(CallbackUrl.FIELD) @Schema(minLength = 1, maxLength = CallbackUrl.MAX_LENGTH)
                    String callbackUrl) {}

    @Schema(
            name = "ResetPasswordBody",
            requiredProperties = {"token", "new_password"})
    record NewPassword(
            @Schema(minLength = 1, maxLength = SessionToken.MAX_LENGTH) String token,
            @JsonProperty("new_password") @Schema(minLength = 1, maxLength = JsonBody.MAX_BYTES) String newPassword) {}

    @Schema(name = "RefreshTokenBody", requiredProperties = "refresh_token")
    record Refresh(
            @JsonProperty("refresh_token") @Schema(minLength = 1, maxLength = JsonBody.MAX_BYTES)
                    String refreshToken) {}
}
