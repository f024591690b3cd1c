/** Codes that an administrator hands to a user, who links the account to an identity provider by it (contract costguard 5.3). */
package io.keycloakpbx.securitydata.authorizationcode;
