package io.keycloakpbx.tenant;

import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Makes the tenant of a line, in a transaction of its own. Safe for use by several threads. */
final class BulkCreation implements BulkStep {

    private static final Logger LOG = Logger.getLogger(BulkCreation.class);

    /**
     * All runs of the node together want no more of {@link OwnSession}'s places than there are. Who waits there gets one in
     * turn, so who makes or removes a single tenant waits for one tenant of a run, however many runs there are; and while
     * nobody does, the runs have all places.
     */
    private static final Semaphore TURNS = new Semaphore(OwnSession.AT_A_TIME, true);

    /** How often a line waits for a place, which may be for as long as 20 seconds. Proxies end what is silent for a minute. */
    private static final int PATIENCE = 2;

    private final BulkCaller caller;
    private final AdminEventBuilder event;
    private final TenantProvider tenants;

    /**
     * @param event of the administration realm, still to be sent
     * @param tenants is asked for nothing but what it does in other sessions than its own
     */
    BulkCreation(BulkCaller caller, AdminEventBuilder event, TenantProvider tenants) {
        this.caller = caller;
        this.event = event;
        this.tenants = tenants;
    }

    @Override
    public BulkLineRepresentation take(TenantLine line, WantedTenant wanted) {
        TenantCreation creation = caller.inSession(own -> {
            TenantCreation allowed = new TenantCreation(caller.require(own), event);
            wanted.check(own);
            return allowed;
        });
        try {
            return told(line, inTurn(wanted, creation));
        } catch (ModelDuplicateException e) {
            TenantRepresentation planned = tenants.planned(wanted.tenant());
            return caller.inSession(own -> TenantThere.of(own, caller.require(own), line, planned))
                    .orElseThrow(() -> e);
        }
    }

    private WantedTenant.Made inTurn(WantedTenant wanted, TenantCreation creation) {
        TURNS.acquireUninterruptibly();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return wanted.make(tenants, creation);
                } catch (TenantsBusyException e) {
                    if (attempt == PATIENCE) {
                        throw e;
                    }
                }
            }
        } finally {
            TURNS.release();
        }
    }

    /** The tenant is there, whatever becomes of the invitation. */
    private BulkLineRepresentation told(TenantLine line, WantedTenant.Made made) {
        try {
            return BulkLineRepresentation.created(line, caller.inSession(made::tell), null);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Tenant %s has been made, and its administrator could not be invited",
                    made.tenant().sipDomain());
            return BulkLineRepresentation.created(
                    line,
                    new CreatedTenantRepresentation(made.tenant(), made.told().secrets(), null),
                    "The tenant has been made, but its administrator could not be invited; the server's log says why");
        }
    }
}
