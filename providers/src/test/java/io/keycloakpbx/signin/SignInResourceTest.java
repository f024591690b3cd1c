package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SignInResourceTest {

    /** What a refused method is told to use instead. */
    @Test
    void theAllowedMethodsAreThoseOfTheOperations() {
        Map<String, TreeSet<String>> operations = new TreeMap<>();
        Arrays.stream(SignInResource.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Path.class))
                .filter(method -> !method.getAnnotation(Path.class).value().startsWith("{"))
                .forEach(method -> operations
                        .computeIfAbsent(
                                method.getAnnotation(Path.class).value().replace("/{provider}", ""),
                                path -> new TreeSet<>())
                        .add(
                                method.isAnnotationPresent(GET.class)
                                        ? "GET"
                                        : method.isAnnotationPresent(POST.class) ? "POST" : "?"));
        assertThat(SignInResource.METHODS)
                .containsExactlyInAnyOrderEntriesOf(operations.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> String.join(", ", entry.getValue()) + ", OPTIONS")));
    }
}
