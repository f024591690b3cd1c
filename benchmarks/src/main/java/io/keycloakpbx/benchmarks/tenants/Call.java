package io.keycloakpbx.benchmarks.tenants;

import java.net.http.HttpRequest;
import java.util.function.Consumer;

/**
 * A request that is ready to be sent.
 *
 * @param status of the only answer that is right
 * @param answered takes the answer's body
 */
record Call(HttpRequest request, int status, Consumer<String> answered) {

    Call(HttpRequest request, int status) {
        this(request, status, body -> {});
    }
}
