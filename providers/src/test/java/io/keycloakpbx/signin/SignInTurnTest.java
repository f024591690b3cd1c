package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignInTurnTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void oneUserAfterTheOther() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "user");
        SignInTurn first = SignInTurn.take(key, PATIENCE).join();
        CompletableFuture<SignInTurn> second = SignInTurn.take(key, PATIENCE);
        CompletableFuture<SignInTurn> third = SignInTurn.take(key, PATIENCE);

        assertThat(SignInTurn.take(new SignInTurn.Key("other", "user"), PATIENCE))
                .isDone();
        assertThat(second).isNotDone();
        first.close();
        second.get(5, TimeUnit.SECONDS).close();
        third.get(5, TimeUnit.SECONDS).close();
    }

    @Test
    void whoNoLongerWaitsIsPassedOver() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "patient");
        SignInTurn first = SignInTurn.take(key, PATIENCE).join();
        SignInTurn.take(key, PATIENCE).complete(null);
        CompletableFuture<SignInTurn> third = SignInTurn.take(key, PATIENCE);

        first.close();
        assertThat(third.get(4, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void onlySoManyWaitForOneTurn() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "popular");
        SignInTurn first = SignInTurn.take(key, PATIENCE, 2).orElseThrow().join();
        CompletableFuture<SignInTurn> second = SignInTurn.take(key, PATIENCE, 2).orElseThrow();
        CompletableFuture<SignInTurn> third = SignInTurn.take(key, PATIENCE, 2).orElseThrow();

        assertThat(SignInTurn.take(key, PATIENCE, 2)).isEmpty();
        assertThat(SignInTurn.take(new SignInTurn.Key("realm", "other"), PATIENCE, 2))
                .isPresent();
        // Who has gone does not wait.
        third.complete(null);
        CompletableFuture<SignInTurn> fourth = SignInTurn.take(key, PATIENCE, 2).orElseThrow();
        first.close();
        second.get(4, TimeUnit.SECONDS).close();
        fourth.get(4, TimeUnit.SECONDS).close();
    }
}
