package io.keycloakpbx.tenant;

import java.time.Duration;
import java.util.function.BooleanSupplier;
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
    private static final BulkTurns TURNS = new BulkTurns(OwnSession.AT_A_TIME, Duration.ofSeconds(15));

    /**
     * How often a line that has its turn waits for a place, which may be for as long as 20 seconds. Proxies end what is silent
     * for a minute.
     */
    private static final int PATIENCE = 2;

    private final BulkCaller caller;
    private final BooleanSupplier clientHasGone;
    private final AdminEventBuilder event;
    private final TenantProvider tenants;

    /**
     * For one run.
     *
     * @param clientHasGone whether nobody is there to be told of a tenant
     * @param event of the administration realm, still to be sent
     * @param tenants is asked for nothing but what it does in other sessions than its own
     */
    BulkCreation(BulkCaller caller, BooleanSupplier clientHasGone, AdminEventBuilder event, TenantProvider tenants) {
        this.caller = caller;
        this.clientHasGone = clientHasGone;
        this.event = event;
        this.tenants = tenants;
    }

    @Override
    public BulkLineRepresentation take(TenantLine line, WantedTenant wanted) {
        try {
            return told(line, TURNS.take(() -> made(wanted)));
        } catch (ModelDuplicateException e) {
            TenantRepresentation planned = tenants.planned(wanted.tenant());
            return caller.inSession(own -> TenantThere.of(own, caller.require(own), line, planned))
                    .orElseThrow(() -> e);
        }
    }

    private WantedTenant.Made made(WantedTenant wanted) {
        for (int attempt = 1; ; attempt++) {
            try {
                return wanted.make(tenants, allowed(wanted), this::requireClient);
            } catch (TenantsBusyException e) {
                if (attempt == PATIENCE) {
                    throw e;
                }
            }
        }
    }

    /** After each wait: whoever may make tenants when it begins may not when it ends. */
    private TenantCreation allowed(WantedTenant wanted) {
        return caller.inSession(own -> {
            TenantCreation allowed = new TenantCreation(caller.require(own), event);
            wanted.check(own);
            return allowed;
        });
    }

    /** Whose secrets nobody can be told is not made: it would be there when the line is sent again, and not tell them. */
    private void requireClient() {
        if (clientHasGone.getAsBoolean()) {
            throw new BulkStoppedException("The client has gone away");
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
