package io.keycloakpbx.http;

import java.net.URI;
import java.util.Set;

/** Addresses that codes and links may be sent to: nobody on the way reads or changes what goes there. */
public final class SafeUrl {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private SafeUrl() {}

    /** Whether it is an absolute https address, or an http one of this machine, without user and fragment. */
    public static boolean is(URI uri) {
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return false;
        }
        return "https".equalsIgnoreCase(uri.getScheme())
                || "http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
    }
}
