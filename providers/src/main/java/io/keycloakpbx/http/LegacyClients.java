package io.keycloakpbx.http;

import java.util.Set;

/** Implemented by the factory of a resource that clients of a legacy PBX use with an authorization scheme of their own. */
public interface LegacyClients {

    /** The ids of the {@link LegacySchemeProviderFactory schemes} that the resource takes besides access tokens. */
    Set<String> schemes();

    /** The shape of what is refused before the resource is asked: words alone, as clients of old show them. */
    default RefusalRenderer refusals() {
        return RefusalRenderer.TEXT;
    }
}
