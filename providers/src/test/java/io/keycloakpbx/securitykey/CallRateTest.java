package io.keycloakpbx.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.cache.LocalCache;

class CallRateTest {

    private final AtomicLong clock = new AtomicLong();

    private CallRate rate(int callsPerMinute) {
        return new CallRate(callsPerMinute, new MapCache(), clock::get);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1000})
    void allowsTheNumberAtOnceAndRefillsEvenly(long start) {
        clock.set(start);
        CallRate rate = rate(60);
        for (int call = 0; call < 60; call++) {
            assertThat(rate.acquire("a")).isZero();
        }
        assertThat(rate.acquire("a")).isPositive();
        assertThat(rate.acquire("b")).isZero();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(rate.acquire("a")).isZero();
        assertThat(rate.acquire("a")).isPositive();
        clock.addAndGet(Duration.ofMinutes(5).toNanos());
        for (int call = 0; call < 60; call++) {
            assertThat(rate.acquire("a")).isZero();
        }
        assertThat(rate.acquire("a")).isPositive();
    }

    @Test
    void saysWhenToTryAgain() {
        CallRate rate = rate(2);
        rate.acquire("a");
        rate.acquire("a");
        assertThat(rate.acquire("a")).isEqualTo(30);
        clock.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(rate.acquire("a")).isZero();
    }

    private static final class MapCache implements LocalCache<String, AtomicLong> {

        private final Map<String, AtomicLong> map = new ConcurrentHashMap<>();

        @Override
        public AtomicLong get(String key) {
            return map.computeIfAbsent(key, k -> new AtomicLong(CallRate.NEVER));
        }

        @Override
        public void put(String key, AtomicLong value) {
            map.put(key, value);
        }

        @Override
        public void invalidate(String key) {
            map.remove(key);
        }

        @Override
        public void close() {}
    }
}
