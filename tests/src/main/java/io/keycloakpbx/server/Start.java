package io.keycloakpbx.server;

/** Behind {@code ./start}. */
public final class Start {
    private Start() {}

    public static void main(String[] args) {}
}
