package io.keycloakpbx.securitydata;

/**
 * Whose the objects of a realm are: the properties {@code Company}, {@code CompanyID}, {@code Domain}, {@code DomainID} and
 * all that end with them.
 *
 * @param company the company's name
 * @param companyId its number
 * @param domain the realm's name
 * @param domainId its number
 */
public record Owner(String company, int companyId, String domain, int domainId) {}
