package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RealmPlacesTest {

    private static final int PER_REALM = 3;
    private static final int IN_ALL = 8;
    private static final int KEPT = 3;

    @Test
    void theLastPlacesAreForRealmsThatHaveNone() {
        RealmPlaces places = new RealmPlaces(2, 4, 1);

        assertThat(places.take("a")).isTrue();
        assertThat(places.take("a")).isTrue();
        assertThat(places.take("a")).as("more than its share").isFalse();
        assertThat(places.take("b")).isTrue();
        assertThat(places.take("b")).as("the last, which is kept for others").isFalse();
        assertThat(places.take("c")).isTrue();
        assertThat(places.take("d")).as("none is left").isFalse();
        places.leave("a");
        assertThat(places.take("a")).isFalse();
        assertThat(places.take("d")).isTrue();
    }

    @Test
    void whoWaitsForAPlaceGetsItWhenItIsLeft() throws Exception {
        RealmPlaces places = new RealmPlaces(1, 2, 0);
        assertThat(places.take("a", Duration.ZERO)).isTrue();
        assertThat(places.take("a", Duration.ofMillis(20))).isFalse();
        assertThat(places.take("b", Duration.ZERO))
                .as("nobody waits for another realm")
                .isTrue();
        CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> {
            try {
                return places.take("a", Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(waits.isDone()).isFalse();
        places.leave("a");
        assertThat(waits.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(places.take("a")).isFalse();
    }

    /** Whatever was taken and left before, in whatever order. */
    @Property
    void aRealmWithoutAnyGetsOneWhileThereIsOne(
            @ForAll @Size(max = 60) List<@IntRange(min = -4, max = 4) Integer> steps) {
        RealmPlaces places = new RealmPlaces(PER_REALM, IN_ALL, KEPT);
        Map<Integer, Integer> taken = new HashMap<>();
        int inAll = 0;
        for (int step : steps) {
            int realm = Math.abs(step);
            int has = taken.getOrDefault(realm, 0);
            if (step >= 0) {
                boolean got = places.take("realm" + realm);
                assertThat(got).isEqualTo(has == 0 ? inAll < IN_ALL : has < PER_REALM && inAll < IN_ALL - KEPT);
                taken.put(realm, got ? has + 1 : has);
                inAll += got ? 1 : 0;
            } else if (has > 0) {
                places.leave("realm" + realm);
                taken.put(realm, has - 1);
                inAll--;
            }
        }
        assertThat(places.take("a new one")).isEqualTo(inAll < IN_ALL);
    }
}
