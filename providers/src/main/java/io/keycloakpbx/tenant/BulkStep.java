package io.keycloakpbx.tenant;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.store.DatabaseFailure;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/** What a bulk run does with one line. */
interface BulkStep {

    /**
     * Does it.
     *
     * @throws ModelException if the tenant is refused
     * @throws BulkStoppedException if the run may not go on
     */
    BulkLineRepresentation take(TenantLine line, WantedTenant wanted);

    /**
     * What has come of a line; whatever refuses it does so in the words of {@code POST}, which makes one tenant.
     *
     * @throws BulkStoppedException if the run may not go on
     */
    default BulkLineRepresentation of(TenantLine line) {
        String sipDomain = null;
        try {
            WantedTenant wanted = WantedTenant.read(JsonBody.read(line.text()));
            sipDomain = wanted.tenant().sipDomain();
            return take(line, wanted);
        } catch (BulkStoppedException e) {
            throw e;
        } catch (InvalidBodyException e) {
            return refused(line, sipDomain, Status.BAD_REQUEST, e.getMessage());
        } catch (TenantsBusyException e) {
            return refused(line, sipDomain, Status.SERVICE_UNAVAILABLE, e.getMessage());
        } catch (ModelDuplicateException e) {
            return refused(line, sipDomain, Status.CONFLICT, e.getMessage());
        } catch (RuntimeException e) {
            if (e instanceof ModelException && !DatabaseFailure.is(e)) {
                return refused(line, sipDomain, Status.BAD_REQUEST, e.getMessage());
            }
            Logger.getLogger(BulkStep.class).errorf(e, "Line %d of a bulk run failed", line.number());
            return refused(
                    line,
                    sipDomain,
                    Status.INTERNAL_SERVER_ERROR,
                    "The server has failed at this tenant; its log says why. Send the line again");
        }
    }

    private static BulkLineRepresentation refused(TenantLine line, String sipDomain, Status status, String error) {
        return BulkLineRepresentation.refused(line, sipDomain, status.getStatusCode(), error);
    }
}
