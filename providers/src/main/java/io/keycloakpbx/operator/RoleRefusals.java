package io.keycloakpbx.operator;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.operatorrole.OperatorRoleException;
import io.keycloakpbx.operatorrole.OperatorRoleException.Violation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.keycloak.services.ErrorResponseException;

/** How what is wrong with roles and permissions is told: with the codes that these have themselves. */
final class RoleRefusals {

    /** The code of what has none of its own. */
    static final String INVALID = "AUTH_ROLE_INVALID";

    private RoleRefusals() {}

    /** Does what may be refused. */
    static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (OperatorRoleException e) {
            throw refused(items(e.violations()));
        }
    }

    /** Refuses where a request, or what it says, is wrong; all of it is told. */
    static void refuse(List<OperatorErrors.Item> problems, List<Violation> violations) {
        Set<String> told = problems.stream().map(OperatorErrors.Item::code).collect(Collectors.toSet());
        List<OperatorErrors.Item> all = new ArrayList<>(problems);
        // What was left out as it is of another type would be missed a second time.
        items(violations).stream().filter(item -> !told.contains(item.code())).forEach(all::add);
        if (!all.isEmpty()) {
            throw refused(all);
        }
    }

    private static List<OperatorErrors.Item> items(List<Violation> violations) {
        return violations.stream()
                .map(violation ->
                        new OperatorErrors.Item(violation.code(), violation.message(), ConsoleHint.of(violation)))
                .toList();
    }

    static WebApplicationException refused(List<OperatorErrors.Item> items) {
        return new ErrorResponseException(
                Refusal.of(Response.Status.BAD_REQUEST, items.get(0).message())
                        .response(MediaType.APPLICATION_JSON_TYPE, new OperatorErrors(items)));
    }

    /** The tenant has none with the id of the path. */
    static WebApplicationException unknown(String what) {
        return OperatorErrors.REFUSALS.thrown(
                new Refusal(Response.Status.NOT_FOUND, INVALID, null, "The tenant has no such " + what, Map.of()));
    }

    /** The caller may do this to others, but not give these. */
    static WebApplicationException beyondReach(RoleGrants.Lack lack) {
        return OperatorErrors.REFUSALS.thrown(Refusal.of(Response.Status.FORBIDDEN, lack.message())
                .withField(lack.hint().field())
                .withKey(lack.hint().key(), lack.hint().params()));
    }
}
