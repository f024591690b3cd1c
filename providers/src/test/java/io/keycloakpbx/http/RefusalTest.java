package io.keycloakpbx.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.util.JsonSerialization;

class RefusalTest {

    @Test
    void carriesItsChallengeAndIsNotKept() {
        Response answer = RefusalRenderer.ADMIN.render(Refusal.unauthorized());

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void namesTheFieldInTheShapeOfTheAdminApi() throws Exception {
        Response answer = RefusalRenderer.ADMIN.render(Refusal.invalid("name", "name is required"));

        assertThat(JsonSerialization.readValue(JsonSerialization.writeValueAsString(answer.getEntity()), Map.class))
                .isEqualTo(Map.of("field", "name", "errorMessage", "name is required"));
        assertThat(JsonSerialization.writeValueAsString(RefusalRenderer.ADMIN
                        .render(Refusal.lacksRole("manage-users"))
                        .getEntity()))
                .isEqualTo("{\"errorMessage\":\"You do not have access: this needs the role manage-users.\","
                        + "\"key\":\"pbxErrorLacksRole\",\"params\":{\"role\":\"manage-users\"}}");
    }

    @Test
    void namesItsWordsAmongTheTextsOfTheConsole() {
        Refusal refusal = Refusal.of(Response.Status.CONFLICT, "a belongs to b")
                .withField("a")
                .withKey("pbxErrorTaken", Map.of("owner", "b"))
                .with("X-A", "c")
                .withCode("TAKEN");

        assertThat(RefusalRenderer.ADMIN.render(refusal).getEntity())
                .isEqualTo(
                        new RefusalRenderer.AdminError("a", "a belongs to b", "pbxErrorTaken", Map.of("owner", "b")));
        assertThat(RefusalRenderer.TEXT.render(refusal).getEntity()).isEqualTo("a belongs to b");
    }

    @Test
    void saysWhenToComeBack() {
        Response answer = RefusalRenderer.TEXT
                .thrown(Refusal.tooEarly(Response.Status.SERVICE_UNAVAILABLE, "Too many at once.", 5))
                .getResponse();

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
        assertThat(answer.getEntity()).isEqualTo("Too many at once.");
    }

    @Test
    void keepsWhatItHasWithOneThingMore() {
        Refusal refusal = Refusal.unauthorized().withCode("UNAUTHORIZED").with("X-A", "b");

        assertThat(refusal.code()).isEqualTo("UNAUTHORIZED");
        assertThat(refusal.headers()).containsOnlyKeys("WWW-Authenticate", "X-A");
    }
}
