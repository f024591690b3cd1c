package io.keycloakpbx.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

class SignInTurnTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RealmModel acme = realm("acme", "acme.example.com", "sip.acme.example.com,bücher.example");
    private final RealmModel globex = realm("globex", "globex.example.com", null);
    private final RealmModel noTenant = realm("plain", null, null);

    @Test
    void oneUserAfterTheOther() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "", "user");
        SignInTurn first = SignInTurn.take(key, PATIENCE).join();
        CompletableFuture<SignInTurn> second = SignInTurn.take(key, PATIENCE);
        CompletableFuture<SignInTurn> third = SignInTurn.take(key, PATIENCE);

        assertThat(SignInTurn.take(new SignInTurn.Key("other", "", "user"), PATIENCE))
                .isDone();
        assertThat(second).isNotDone();
        first.close();
        second.get(5, TimeUnit.SECONDS).close();
        third.get(5, TimeUnit.SECONDS).close();
    }

    @Test
    void whoNoLongerWaitsIsPassedOver() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "", "patient");
        SignInTurn first = SignInTurn.take(key, PATIENCE).join();
        SignInTurn.take(key, PATIENCE).complete(null);
        CompletableFuture<SignInTurn> third = SignInTurn.take(key, PATIENCE);

        first.close();
        assertThat(third.get(4, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void onlySoManyWaitForOneTurn() throws Exception {
        SignInTurn.Key key = new SignInTurn.Key("realm", "", "popular");
        SignInTurn first = SignInTurn.take(key, PATIENCE, 2).orElseThrow().join();
        CompletableFuture<SignInTurn> second = SignInTurn.take(key, PATIENCE, 2).orElseThrow();
        CompletableFuture<SignInTurn> third = SignInTurn.take(key, PATIENCE, 2).orElseThrow();

        assertThat(SignInTurn.take(key, PATIENCE, 2)).isEmpty();
        assertThat(SignInTurn.take(new SignInTurn.Key("realm", "", "other"), PATIENCE, 2))
                .isPresent();
        // Who has gone does not wait.
        third.complete(null);
        CompletableFuture<SignInTurn> fourth = SignInTurn.take(key, PATIENCE, 2).orElseThrow();
        first.close();
        second.get(4, TimeUnit.SECONDS).close();
        fourth.get(4, TimeUnit.SECONDS).close();
    }

    /** Two for each other take the same turns first, and nobody else takes these. */
    @Test
    void whoSignInInOneRequestWaitForOthersWhoDo() {
        SignInTurn.Key one = new SignInTurn.Key("realm", "", "one");
        SignInTurn.Key two = new SignInTurn.Key("realm", "", "two");
        assertThat(SignInTurn.Key.turnsOfTwo(one, two))
                .containsExactlyElementsOf(SignInTurn.Key.turnsOfTwo(two, one))
                .hasSize(2)
                .doesNotContain(one, two);
    }

    /** Whether there is such a user is nothing that a key could tell: nobody is asked. */
    @Test
    void whatIsTypedDecidesByItsFormAlone() {
        assertThat(Stream.of(
                                "101",
                                "101@acme.example.com",
                                "sip:101@acme.example.com",
                                "SIPS:101@ACME.example.com.",
                                "101@sip.acme.example.com",
                                "101@bücher.example",
                                "101@xn--bcher-kva.example",
                                " 101@acme.example.com ")
                        .map(typed -> SignInTurn.Key.of(acme, typed)))
                .containsOnly(new SignInTurn.Key("acme", "", "101"));
        assertThat(SignInTurn.Key.of(acme, "Alice")).isEqualTo(SignInTurn.Key.of(acme, "aLICE@acme.example.com"));
        assertThat(SignInTurn.Key.of(acme, "101@globex.example.com").who()).isEqualTo("101@globex.example.com");
        assertThat(SignInTurn.Key.of(acme, "Alice@Mail.example").who()).isEqualTo("alice@mail.example");
        assertThat(SignInTurn.Key.of(acme, "a@b@acme.example.com").who()).isEqualTo("a@b@acme.example.com");
        assertThat(SignInTurn.Key.of(noTenant, "101@acme.example.com").who()).isEqualTo("101@acme.example.com");
    }

    @Test
    void aUserNameIsOfItsTenant() {
        assertThat(SignInTurn.Key.of(acme, "101")).isNotEqualTo(SignInTurn.Key.of(globex, "101"));
        assertThat(SignInTurn.Key.of(acme, "101@acme.example.com"))
                .isNotEqualTo(SignInTurn.Key.of(globex, "101@globex.example.com"));
    }

    @Test
    void aUserWhoIsKnownTakesTheTurnsOfAllNames() {
        assertThat(SignInTurn.Key.all(acme, user("Bob", "Bob@Mail.example")))
                .containsExactly(SignInTurn.Key.of(acme, "bob"), SignInTurn.Key.of(acme, "bob@mail.example"));
        assertThat(SignInTurn.Key.all(acme, user("bob", null))).containsExactly(SignInTurn.Key.of(acme, "bob"));
        assertThat(SignInTurn.Key.all(acme, user("bob", "bob@acme.example.com")))
                .containsExactly(SignInTurn.Key.of(acme, "bob"));
    }

    @Test
    void eachUnknownDomainHasTurnsOfItsOwn() {
        SignInTurn.Key key = SignInTurn.Key.of(RequestedDomain.of("Nobody.test"), "101");
        assertThat(key).isEqualTo(SignInTurn.Key.of(RequestedDomain.of("nobody.test."), "sip:101@NOBODY.test"));
        assertThat(key).isNotEqualTo(SignInTurn.Key.of(RequestedDomain.of("other.test"), "101"));
        assertThat(SignInTurn.Key.of(RequestedDomain.of("no domain"), "101"))
                .isNotEqualTo(SignInTurn.Key.of(RequestedDomain.of("no domain either"), "101"));
        // A realm may have any id.
        assertThat(SignInTurn.Key.of(RequestedDomain.of("acme"), "101")).isNotEqualTo(SignInTurn.Key.of(acme, "101"));
    }

    private static RealmModel realm(String id, String domain, String aliases) {
        Map<String, String> attributes = domain == null
                ? Map.of()
                : Map.of("pbx.sipDomain", domain, "pbx.sipDomainAliases", aliases == null ? "" : aliases);
        return proxy(RealmModel.class, (method, argument) -> switch (method) {
            case "getId", "getName" -> id;
            case "getAttribute" -> attributes.get(argument);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static UserModel user(String name, String email) {
        return proxy(UserModel.class, (method, argument) -> switch (method) {
            case "getUsername" -> name;
            case "getEmail" -> email;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answer {

        Object to(String method, Object argument);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments == null ? null : arguments[0])));
    }
}
