package io.keycloakpbx.securitydata;

import io.keycloakpbx.tenant.AccountValidity;
import io.keycloakpbx.tenant.OwnPassword;
import java.util.List;

/** The attributes of users that are security data. Administrators alone change them. */
public final class UserAttributes {

    /** What the user is, in words. */
    public static final String DESCRIPTION = "pbx.description";

    /** What kind of user it is; the account of a client is a web service, whatever it says. */
    public static final String USER_TYPE = "pbx.userType";

    /** The type of a web service. All others are people, {@code Application} users. */
    public static final String WEBSERVICE = "Webservice";

    /** The first moment when the user may sign in, as text whose order is that of time. */
    public static final String ACTIVATION_DATE = AccountValidity.ACTIVATION_DATE;

    /** The first moment when the user may not sign in any more. */
    public static final String EXPIRATION_DATE = AccountValidity.EXPIRATION_DATE;

    /** {@code false} leaves the password to administrators. */
    public static final String CAN_CHANGE_PASSWORD = OwnPassword.CAN_CHANGE;

    /** {@code true} exempts the user from the policy that ends passwords by age. */
    public static final String PASSWORD_DOES_NOT_EXPIRE = OwnPassword.DOES_NOT_EXPIRE;

    /** {@code true} lets the user in from addresses that are not on the realm's list. */
    public static final String BYPASS_IP_ALLOW_LIST = "pbx.bypassIpAllowList";

    /** All of them. */
    public static final List<String> ALL = List.of(
            DESCRIPTION,
            USER_TYPE,
            ACTIVATION_DATE,
            EXPIRATION_DATE,
            CAN_CHANGE_PASSWORD,
            PASSWORD_DOES_NOT_EXPIRE,
            BYPASS_IP_ALLOW_LIST);

    private UserAttributes() {}
}
