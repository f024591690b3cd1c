/** IP addresses and networks. */
package io.keycloakpbx.address;
