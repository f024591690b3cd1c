package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.OwnPassword;
import java.util.List;

/** The attributes of users that are security data. Administrators alone change them. */
public final class UserAttributes {

    /** What the user is, in words. */
    public static final String DESCRIPTION = "pbx.description";

    /** What kind of user it is; the account of a client is a web service, whatever it says. */
    public static final String TYPE = "pbx.userType";

    /** The type of a web service. All others are people, {@code Application} users. */
    public static final String WEBSERVICE = "Webservice";

    /** {@code true} lets the user in from addresses that are not on the realm's list. */
    public static final String BYPASS_IP_ALLOW_LIST = "pbx.bypassIpAllowList";

    /** Those that every tenant's user profile has. */
    static final List<String> OF_PROFILE =
            List.of(DESCRIPTION, TYPE, OwnPassword.CAN_CHANGE, OwnPassword.DOES_NOT_EXPIRE, BYPASS_IP_ALLOW_LIST);

    private UserAttributes() {}
}
