/**
 * What tenants cost as their number grows: {@code benchmarks/run tenants}. Two servers take turns, one with few tenants that
 * stay and one with more and more, so that what drifts on the machine meets both alike.
 */
package io.keycloakpbx.benchmarks.tenants;
