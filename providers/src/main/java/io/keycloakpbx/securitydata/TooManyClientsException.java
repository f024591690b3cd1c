package io.keycloakpbx.securitydata;

import java.util.List;

/** More environments, or instances of applications, than can be looked at in one request. */
public final class TooManyClientsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private TooManyClientsException(int most, String what) {
        super("The realm has more than " + most + " " + what + ", the most that can be asked for here");
    }

    static <T> List<T> require(List<T> clients, int most, String what) {
        if (clients.size() > most) {
            throw new TooManyClientsException(most, what);
        }
        return clients;
    }
}
