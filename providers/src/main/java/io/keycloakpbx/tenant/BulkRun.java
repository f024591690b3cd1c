package io.keycloakpbx.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keycloakpbx.tenant.BulkLineRepresentation.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakTransactionManager;

/**
 * The answer to the lines of a bulk run: each is told of as soon as it is done, with its number, so in no order where several
 * threads work. The last line sums it up. Where the client has gone, no more lines are begun, nor are they when the server is being
 * stopped; what is being made then is told of before the run ends. A client that reads slowly slows it down.
 */
final class BulkRun implements StreamingOutput {

    /** Runs that a node has at a time: each keeps a thread, and its lines in memory. */
    static final Semaphore PLACES = new Semaphore(4);

    private static final Logger LOG = Logger.getLogger(BulkRun.class);

    /** Where the server fails at so many lines in a row, it fails at the rest, too. */
    private static final int MAX_FAILURES = 10;

    private static final int SERVER_FAILED = 500;

    private static final ObjectWriter JSON = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build()
            .writer();

    private final KeycloakTransactionManager request;
    private final BooleanSupplier clientHasGone;
    private final List<TenantLine> lines;
    private final boolean dryRun;
    private final BulkStep step;

    private final Map<Status, Integer> done = new EnumMap<>(Status.class);
    private long begun;
    private int failures;
    private String stopped;
    private boolean gone;
    private boolean interrupted;

    /**
     * A run that begins when its answer is written.
     *
     * @param request the transaction of the request, which ends when the run begins
     * @param clientHasGone whether nobody reads the answer any more
     */
    BulkRun(
            KeycloakTransactionManager request,
            BooleanSupplier clientHasGone,
            List<TenantLine> lines,
            boolean dryRun,
            BulkStep step) {
        this.request = request;
        this.clientHasGone = clientHasGone;
        this.lines = lines;
        this.dryRun = dryRun;
        this.step = step;
    }

    @Override
    public void write(OutputStream out) {
        // It has only read. Its connection to the database is somebody else's while tenants are made.
        request.commit();
        begun = System.nanoTime();
        int workers = dryRun ? 1 : Math.min(Runtime.getRuntime().availableProcessors(), OwnSession.AT_A_TIME);
        ExecutorService threads = Executors.newFixedThreadPool(workers, BulkRun::thread);
        try {
            run(out, new ExecutorCompletionService<>(threads), workers);
        } finally {
            threads.shutdown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Daemons: what they do is a transaction that is kept whole or not at all, so they need not keep the server from stopping. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pbx-bulk-tenants");
        thread.setDaemon(true);
        return thread;
    }

    private void run(OutputStream out, CompletionService<BulkLineRepresentation> threads, int workers) {
        Iterator<TenantLine> rest = lines.iterator();
        int working = 0;
        while (true) {
            while (working < workers && rest.hasNext() && goesOn()) {
                TenantLine line = rest.next();
                threads.submit(() -> step.of(line));
                working++;
            }
            if (working == 0) {
                break;
            }
            take(next(threads), out);
            working--;
        }
        write(out, summary());
        if (gone) {
            LOG.warnf("The client of a bulk run has gone away after %d of %d lines", count(), lines.size());
        }
    }

    private boolean goesOn() {
        gone |= clientHasGone.getAsBoolean();
        return stopped == null && !gone;
    }

    /** Also where the server is being stopped: what is told once of a tenant that is being made would be lost. */
    private Future<BulkLineRepresentation> next(CompletionService<BulkLineRepresentation> threads) {
        while (true) {
            try {
                return threads.take();
            } catch (InterruptedException e) {
                interrupted = true;
                stop("The server is being stopped; send the lines that are left once it is there again");
            }
        }
    }

    private void take(Future<BulkLineRepresentation> future, OutputStream out) {
        BulkLineRepresentation line;
        try {
            line = future.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException("What is done is not waited for", e);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BulkStoppedException)) {
                LOG.error("A bulk run failed", e.getCause());
            }
            stop(
                    e.getCause() instanceof BulkStoppedException reason
                            ? reason.getMessage()
                            : "The server has failed; its log says why");
            return;
        }
        done.merge(line.status(), 1, Integer::sum);
        // A busy one (503) has not failed.
        boolean failed = line.httpStatus() != null && line.httpStatus() == SERVER_FAILED;
        failures = failed ? failures + 1 : 0;
        if (failures == MAX_FAILURES) {
            stop("The server has failed at " + MAX_FAILURES + " tenants in a row; its log says why");
        }
        write(out, line.at(count(), lines.size(), seconds()));
        if (gone && line.status() == Status.created && !dryRun) {
            LOG.warnf("Tenant %s has been made, and nobody is there to be told of its secrets", line.sipDomain());
        }
    }

    private void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    private void write(OutputStream out, Object line) {
        gone |= clientHasGone.getAsBoolean();
        if (gone) {
            return;
        }
        byte[] text = bytes(line);
        try {
            out.write(text);
            out.write('\n');
            out.flush();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Nobody reads the answer to a bulk run any more", e);
            gone = true;
        }
    }

    private static byte[] bytes(Object line) {
        try {
            return JSON.writeValueAsBytes(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BulkSummaryRepresentation summary() {
        double seconds = seconds();
        return new BulkSummaryRepresentation(
                dryRun,
                lines.size(),
                count(Status.created),
                count(Status.exists),
                count(Status.refused),
                lines.size() - count(),
                seconds,
                rounded(seconds == 0 ? count() : count() / seconds),
                stopped);
    }

    private int count() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    private int count(Status status) {
        return done.getOrDefault(status, 0);
    }

    private double seconds() {
        return rounded(
                (double) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / TimeUnit.SECONDS.toMillis(1));
    }

    private static double rounded(double number) {
        return Math.round(number * 10) / 10.0;
    }
}
