package io.keycloakpbx;

import java.util.Map;

/** The bundle's name and version, as the admin console shows them under provider info. */
public final class BundleInfo {

    private static final Map<String, String> INFO = Map.of("bundle", "keycloak-pbx", "version", version());

    private BundleInfo() {}

    /** The operational info of each of the bundle's provider factories that tells any. */
    public static Map<String, String> get() {
        return INFO;
    }

    private static String version() {
        String version = BundleInfo.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
