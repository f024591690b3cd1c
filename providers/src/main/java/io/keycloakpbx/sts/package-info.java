/**
 * CostGuard's security token service (contract costguard 5.5): SAML 2.0 assertions by WS-Trust, and JSON web tokens or simple
 * web tokens by a login of its own. Each token stands for a session of Keycloak's.
 */
package io.keycloakpbx.sts;
