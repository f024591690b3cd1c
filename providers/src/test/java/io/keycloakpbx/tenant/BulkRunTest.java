package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.models.KeycloakTransactionManager;

/** What ends a run of many lines before its end. */
@Timeout(10)
class BulkRunTest {

    private static final int LINES = 50;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicInteger made = new AtomicInteger();

    /** A dry run has one worker, so what it has done is known. */
    private BulkRun run(boolean dryRun, Consumer<TenantLine> making) {
        BulkStep step = (line, wanted) -> {
            making.accept(line);
            made.incrementAndGet();
            return BulkLineRepresentation.exists(line, "example.test", null);
        };
        return new BulkRun(
                (KeycloakTransactionManager) Proxy.newProxyInstance(
                        KeycloakTransactionManager.class.getClassLoader(),
                        new Class<?>[] {KeycloakTransactionManager.class},
                        (proxy, method, arguments) -> null),
                gone::get,
                IntStream.rangeClosed(1, LINES)
                        .mapToObj(number -> new TenantLine(
                                number, "{\"sipDomain\":\"example.test\"}".getBytes(StandardCharsets.UTF_8)))
                        .toList(),
                dryRun,
                step);
    }

    private List<String> told() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void goesToItsEndWhereNothingIsInTheWay() {
        run(false, line -> {}).write(out);
        assertThat(made).hasValue(LINES);
        assertThat(told()).hasSize(LINES + 1);
        assertThat(told().get(LINES)).contains("\"untried\":0").doesNotContain("stopped");
    }

    @Test
    void whereTheClientHasGoneNoMoreLinesAreBegun() {
        run(true, line -> gone.set(line.number() == 3)).write(out);
        assertThat(made).hasValue(3);
        assertThat(told()).hasSize(2);
    }

    @Test
    void whereTheServerIsStoppedWhatIsBeingMadeIsTold() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        BulkRun run = run(true, line -> {
            begun.countDown();
            await(over);
        });
        Thread answering = new Thread(() -> {
            run.write(out);
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        answering.start();
        await(begun);
        answering.interrupt();
        answering.join(100);
        assertThat(answering.isAlive()).isTrue();
        over.countDown();
        answering.join();
        assertThat(made).hasValue(1);
        assertThat(told()).hasSize(2);
        assertThat(told().get(0)).startsWith("{\"line\":1,\"sipDomain\":\"example.test\",\"status\":\"exists\"");
        assertThat(told().get(1))
                .contains("\"untried\":49", "The server is being stopped; send the lines that are left");
        assertThat(interrupted).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
