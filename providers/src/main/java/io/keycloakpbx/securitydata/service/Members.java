package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.ItemRules;

/** Members of requests that mean the same in several of them. What breaks a rule is noted by the request. */
final class Members {

    static final String COMPANY_ID = "CompanyID";
    static final String DESCRIPTION = "Description";
    static final String NAME = "Name";
    static final String REMOVE = "Remove";

    /** The most characters of what Keycloak keeps in a column of usual length. */
    static final int MAX_TEXT = 255;

    private Members() {}

    /** A number that must be there. */
    static int id(Body request, String member) {
        return (int) request.requiredInteger(member, 0, Integer.MAX_VALUE);
    }

    /** A number, or null. */
    static Integer optionalId(Body request, String member) {
        Long id = request.optionalInteger(member, 0, Integer.MAX_VALUE);
        return id == null ? null : id.intValue();
    }

    /** A name that must be there. */
    static String requiredName(Body request, String member) {
        return checked(request, member, request.requiredString(member, MAX_TEXT));
    }

    /** A name, or null. */
    static String optionalName(Body request, String member) {
        return checked(request, member, request.optionalString(member, MAX_TEXT));
    }

    private static String checked(Body request, String member, String name) {
        if (name != null && !ItemRules.isName(name)) {
            request.violation(member, member + ' ' + ItemRules.NAME_RULE);
        }
        return name;
    }

    /** A text that Keycloak keeps in a column of usual length; empty for none, null where nothing is said of it. */
    static String description(Body request) {
        return request.optionalString(DESCRIPTION, MAX_TEXT);
    }

    /** Whether it is to be removed. */
    static boolean remove(Body request) {
        return Boolean.TRUE.equals(request.optionalBoolean(REMOVE));
    }

    /** Looks at the company, which has to be that of the realm where one is named. */
    static void company(CommandCall call) {
        Integer named = optionalId(call.request(), COMPANY_ID);
        if (named != null) {
            int own = Companies.ownerOf(call.session(), call.realm()).companyId();
            if (named != own) {
                call.request().violation(COMPANY_ID, COMPANY_ID + " must be " + own + ", the company of the domain");
            }
        }
    }
}
