package io.keycloakpbx.store;

import java.util.Collection;

/** More of something than one request can look at. The message is for whoever asks, and names the bound. */
public final class TooManyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * More than there can be.
     *
     * @param message what there is too much of, and the most
     */
    public TooManyException(String message) {
        super(message);
    }

    /**
     * What a realm has too much of.
     *
     * @param what in the plural, as in "roles"
     */
    public static TooManyException ofRealm(int most, String what) {
        return new TooManyException(
                "The realm has more than " + most + " " + what + ", the most that can be asked for here");
    }

    /**
     * What has been found, where a realm does not have too much of it.
     *
     * @param found at least one more than the most, where there are more
     * @param what in the plural, as in "roles"
     * @throws TooManyException where there are more
     */
    public static <C extends Collection<?>> C requireFew(C found, int most, String what) {
        if (found.size() > most) {
            throw ofRealm(most, what);
        }
        return found;
    }
}
