package io.keycloakpbx.restriction;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** A part of Keycloak's model that answers what it is told to. */
final class Stub {

    private Stub() {}

    static <T> T of(Class<T> type, Map<String, Object> answers) {
        return of(type, answers, call -> {});
    }

    /**
     * A part that tells what it is asked.
     *
     * @param answers by a method's name, or by its name, a colon and the first argument; false or null for all others
     * @param calls gets each method's name with what it was given
     */
    static <T> T of(Class<T> type, Map<String, Object> answers, Consumer<String> calls) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (name.equals("toString")) {
                        return type.getSimpleName();
                    }
                    String first = arguments == null || arguments.length == 0 ? "" : ":" + arguments[0];
                    calls.accept(arguments == null ? name : name + Arrays.asList(arguments));
                    Object answer = answers.getOrDefault(name + first, answers.get(name));
                    return answer == null && method.getReturnType() == boolean.class ? Boolean.FALSE : answer;
                }));
    }
}
