package io.keycloakpbx.http;

import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * Whether the client of a request is still there, for answers that are written while work goes on: the server takes what is written to
 * a connection that is closed, and says nothing. Safe for use by several threads.
 */
public final class ClientPresence {

    private final ServerHttpResponse response;

    private ClientPresence(ServerHttpResponse response) {
        this.response = response;
    }

    /** Of the request that this thread answers. */
    public static ClientPresence ofRequest() {
        return new ClientPresence(CurrentRequestManager.get().serverResponse());
    }

    /**
     * Whether the client, or the proxy in between, has closed the connection, or the stream of HTTP/2. Who goes without a word is there
     * until TCP gives up.
     */
    public boolean hasGone() {
        return response.closed();
    }
}
