package io.keycloakpbx.securitydata.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keycloakpbx.store.TooManyException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyRowsTest {

    private static DriverUser user(int number) {
        return new DriverUser("id" + number, number, "u" + number, null, null, null, null);
    }

    private static List<String> rows(long ofEach, DriverUser... users) {
        return new ManyRows<>("EffectiveRole", List.of(users), ofEach, (user, place) -> user.number() + "/" + place);
    }

    @Test
    void userByUser() {
        assertThat(rows(3, user(1), user(7))).containsExactly("1/0", "1/1", "1/2", "7/0", "7/1", "7/2");
        assertThat(rows(0, user(1), user(7))).isEmpty();
        assertThat(rows(3)).isEmpty();
    }

    @Test
    void millionsOfRowsAreNotMadeAtOnce() {
        DriverUser[] users = new DriverUser[500];
        Arrays.setAll(users, ManyRowsTest::user);
        List<String> rows = rows(ManyRows.MAX, users);
        assertThat(rows).hasSize(125_000_000);
        assertThat(rows.get(124_999_999)).isEqualTo("499/249999");
    }

    @Test
    void moreForOneUserAreRefused() {
        assertThatThrownBy(() -> rows(ManyRows.MAX + 1L, user(1)))
                .isInstanceOf(TooManyException.class)
                .hasMessage(
                        "EffectiveRole has more than 250000 entities for each user of this realm, the most that can be"
                                + " asked for");
    }
}
