package io.keycloakpbx.pbxdata;

/**
 * How PBX data are imported.
 *
 * @param dryRun whether to try only
 * @param atomic whether to keep nothing where a row fails
 * @param createUsers whether to make users that rows name and the realm does not have
 */
record PbxDataOptions(boolean dryRun, boolean atomic, boolean createUsers) {}
