package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignInTurnTest {

    @Test
    void oneUserAfterTheOther() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "user");
        SignInTurn first = SignInTurn.take(key).join();
        CompletableFuture<SignInTurn> second = SignInTurn.take(key);
        CompletableFuture<SignInTurn> third = SignInTurn.take(key);

        assertThat(SignInTurn.take(new SignInTurn.Key("other", "user"))).isDone();
        assertThat(second).isNotDone();
        first.close();
        second.get(5, TimeUnit.SECONDS).close();
        third.get(5, TimeUnit.SECONDS).close();
    }

    @Test
    void whoNoLongerWaitsIsPassedOver() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "patient");
        SignInTurn first = SignInTurn.take(key).join();
        SignInTurn.take(key).complete(null);
        CompletableFuture<SignInTurn> third = SignInTurn.take(key);

        first.close();
        assertThat(third.get(4, TimeUnit.SECONDS)).isNotNull();
    }
}
