package io.keycloakpbx.securitydata.sets;

import java.util.List;

/** The attributes of users that the set {@code User} reads. */
final class UserAttributes {

    static final String DESCRIPTION = "pbx.description";
    static final String USER_TYPE = "pbx.userType";
    static final String ACTIVATION_DATE = "pbx.activationDate";
    static final String EXPIRATION_DATE = "pbx.expirationDate";
    static final String CAN_CHANGE_PASSWORD = "pbx.canChangePassword";
    static final String PASSWORD_DOES_NOT_EXPIRE = "pbx.passwordDoesNotExpire";
    static final String BYPASS_IP_ALLOW_LIST = "pbx.bypassIpAllowList";

    static final List<String> ALL = List.of(
            DESCRIPTION,
            USER_TYPE,
            ACTIVATION_DATE,
            EXPIRATION_DATE,
            CAN_CHANGE_PASSWORD,
            PASSWORD_DOES_NOT_EXPIRE,
            BYPASS_IP_ALLOW_LIST);

    private UserAttributes() {}
}
