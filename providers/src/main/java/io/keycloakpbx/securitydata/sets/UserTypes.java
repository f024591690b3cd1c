package io.keycloakpbx.securitydata.sets;

/** What kind of user a user is. The account of a client is a web service, whatever the attribute says. */
final class UserTypes {

    /** The user's attribute. */
    static final String ATTRIBUTE = "pbx.userType";

    /** The attribute's value for a web service; all others are people. */
    static final String WEBSERVICE = "Webservice";

    private UserTypes() {}
}
