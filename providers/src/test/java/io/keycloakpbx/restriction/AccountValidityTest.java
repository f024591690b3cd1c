package io.keycloakpbx.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.tenant.AccountValidity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.UserModel;

class AccountValidityTest {

    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

    private static AccountValidity of(Map<String, List<String>> attributes) {
        return AccountValidity.of(Stub.of(
                UserModel.class,
                Stream.of(AccountValidity.ACTIVATION_DATE, AccountValidity.EXPIRATION_DATE)
                        .collect(Collectors.toMap(
                                name -> "getAttributeStream:" + name,
                                name -> attributes.getOrDefault(name, List.of()).stream()))));
    }

    private static SessionRefusal whyNot(AccountValidity validity) {
        return new SignInRestriction(List.of(), false, validity).whyNot(NOON);
    }

    private static SessionRefusal atNoon(String from, String until) {
        return whyNot(of(Map.of(
                AccountValidity.ACTIVATION_DATE, from == null ? List.of() : List.of(from),
                AccountValidity.EXPIRATION_DATE, until == null ? List.of() : List.of(until))));
    }

    @Test
    void fromTheFirstMomentToTheLast() {
        assertThat(atNoon("2027-03-01T12:00:00Z", null)).isNull();
        assertThat(atNoon("2027-03-01T12:00:01Z", null)).isEqualTo(SessionRefusal.ACCOUNT_NOT_ACTIVE);
        assertThat(atNoon(null, "2027-03-01T12:00:01Z")).isNull();
        assertThat(atNoon(null, "2027-03-01T12:00:00Z")).isEqualTo(SessionRefusal.ACCOUNT_EXPIRED);
        assertThat(atNoon("2027-02-28T00:00:00Z", "2027-03-02T00:00:00Z")).isNull();
        assertThat(atNoon("2027-03-03T00:00:00Z", "2027-03-02T00:00:00Z")).isEqualTo(SessionRefusal.ACCOUNT_NOT_ACTIVE);
    }

    @Test
    void whoHasNoDatesIsNotAskedForThem() {
        assertThat(of(Map.of())).isSameAs(AccountValidity.ALWAYS);
        assertThat(of(Map.of(AccountValidity.ACTIVATION_DATE, List.of("")))).isSameAs(AccountValidity.ALWAYS);
        assertThat(new SignInRestriction(List.of(), false, AccountValidity.ALWAYS).isNone())
                .isTrue();
        assertThat(new SignInRestriction(List.of(), false, new AccountValidity(null, NOON)).isNone())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2027-03-01",
                "2027-03-01T12:00Z",
                "2027-3-1T12:00:00Z",
                "2027-02-29T12:00:00Z",
                "2027-03-01T24:00:00Z",
                "2027-03-01T12:00:60Z",
                "2027-03-01T12:00:00+",
                "2027-03-01t12:00:00z",
                "2027-03-01 12:00:00Z",
                "+2027-03-01T12:00:00",
                "-027-03-01T12:00:00Z",
                " 2027-03-01T12:00:00Z"
            })
    void whatIsNoPointInTimeAdmitsNobody(String value) {
        assertThat(AccountValidity.parse(value)).isEmpty();
        assertThat(atNoon(value, null)).isEqualTo(SessionRefusal.ACCOUNT_EXPIRED);
        assertThat(atNoon(null, value)).isEqualTo(SessionRefusal.ACCOUNT_EXPIRED);
    }

    @Test
    void twoDatesAdmitNobody() {
        assertThat(whyNot(of(Map.of(
                        AccountValidity.ACTIVATION_DATE, List.of("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z")))))
                .isEqualTo(SessionRefusal.ACCOUNT_EXPIRED);
    }

    @Test
    void theOrderOfTextsIsThatOfTime() {
        List<String> texts = Arrays.asList(
                "2027-03-01T08:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-12-31T23:59:59Z");
        assertThat(texts.stream().sorted())
                .containsExactlyElementsOf(texts.stream()
                        .sorted(Comparator.comparing(
                                text -> AccountValidity.parse(text).orElseThrow()))
                        .toList());
        assertThat(Stream.of("2024-02-29T00:00:00Z").map(AccountValidity::parse))
                .containsExactly(Optional.of(Instant.parse("2024-02-29T00:00:00Z")));
    }

    @Test
    void theTimeCountsBeforeTheAddress() {
        SignInRestriction expired = new SignInRestriction(
                List.of("192.0.2.0/24"), true, new AccountValidity(null, Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(expired.admits("192.0.2.7")).isFalse();
        assertThat(expired.whyNot("10.0.0.1")).isEqualTo(SessionRefusal.ACCOUNT_EXPIRED);
        assertThat(expired.refusal("192.0.2.7", "192.0.2.7")).isEqualTo(SessionRefusal.ACCOUNT_EXPIRED);
    }
}
