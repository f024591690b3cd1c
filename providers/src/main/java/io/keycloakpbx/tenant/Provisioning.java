package io.keycloakpbx.tenant;

import io.keycloakpbx.BundleInfo;
import io.keycloakpbx.store.DatabaseFailure;
import io.keycloakpbx.telemetry.OutcomeTimer;
import io.keycloakpbx.telemetry.Spans;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;

/** What is done to whole tenants, each with a span and the timer {@code pbx.provisioning}. Waiting for a place is part of it. */
enum Provisioning {
    CREATE,
    DELETE,
    UPGRADE,
    DRY_RUN;

    /** What has come of it. */
    private enum Outcome {
        DONE,
        REFUSED,
        BUSY,
        FAILED
    }

    private final String operation = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final OutcomeTimer<Outcome> timer = OutcomeTimer.of(
            "pbx.provisioning",
            "Tenants that are made, removed or brought up to the template",
            Outcome.class,
            "operation",
            operation,
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    /** Its span is one of its own provider: a run of many tenants has two threads, and a request's spans are a stack. */
    <T> T run(KeycloakSession session, Supplier<T> work) {
        return timer.time(
                () -> Spans.within(session.getKeycloakSessionFactory(), Provisioning.class, operation, work),
                done -> Outcome.DONE,
                Provisioning::failure);
    }

    private static Outcome failure(Throwable e) {
        if (e instanceof TenantsBusyException) {
            return Outcome.BUSY;
        }
        return isRefusal(e) && !DatabaseFailure.is(e) ? Outcome.REFUSED : Outcome.FAILED;
    }

    /** Also of who asks for it: what looks at a realm before it is removed throws exceptions of its own. */
    private static boolean isRefusal(Throwable e) {
        return e instanceof ModelException
                || e instanceof WebApplicationException
                || e.getClass().getPackageName().startsWith(BundleInfo.class.getPackageName());
    }
}
