package io.keycloakpbx.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ViewedTest {

    @Test
    void eachIsAskedAboutOnce() {
        List<String> asked = new ArrayList<>();
        Viewed viewed = Viewed.of(id -> {
            asked.add(id);
            return !id.equals("hidden");
        });

        assertThat(viewed.isEverything()).isFalse();
        assertThat(viewed.has("jane")).isTrue();
        assertThat(viewed.has("hidden")).isFalse();
        assertThat(viewed.by(Function.<String>identity())).rejects("hidden").accepts("jane");
        assertThat(asked).containsExactly("jane", "hidden");
    }

    @Test
    void whoMayViewAllIsNotAskedAbout() {
        assertThat(Viewed.everything().isEverything()).isTrue();
        assertThat(Viewed.everything().has("anybody")).isTrue();
        assertThat(Viewed.everything().by(Function.<String>identity())).isNull();
    }
}
