package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BulkTurnsTest {

    @Test
    void whoseTurnDoesNotComeIsToldInTime() throws Exception {
        BulkTurns turns = new BulkTurns(1, Duration.ofMillis(50));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> turns.take(() -> {
            begun.countDown();
            await(over);
            return "first";
        }));
        await(begun);
        assertThatThrownBy(() -> turns.take(() -> "second")).isInstanceOf(TenantsBusyException.class);
        over.countDown();
        assertThat(first.get()).isEqualTo("first");
        assertThat(turns.<String>take(() -> "third")).isEqualTo("third");
    }

    @Test
    void aTurnIsOverWhereItsWorkFails() {
        BulkTurns turns = new BulkTurns(1, Duration.ZERO);
        assertThatThrownBy(() -> turns.take(() -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(turns.<String>take(() -> "next")).isEqualTo("next");
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
