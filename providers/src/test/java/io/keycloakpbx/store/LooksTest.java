package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {

    private long now = Long.MAX_VALUE - 10;
    private final Looks looks = new Looks(() -> now);
    private final List<String> log = new ArrayList<>();

    private void look(String name) {
        looks.look("realm/1", () -> log.add(name));
    }

    /** What happens while somebody looks. */
    private void look(String name, Runnable meanwhile) {
        looks.look("realm/1", () -> {
            log.add(name);
            meanwhile.run();
        });
    }

    @Test
    void fromTimeToTime() {
        look("first");
        look("too early");
        now += Looks.AGAIN - 1;
        look("still too early");
        now++;
        look("second");
        looks.look("realm/2", () -> log.add("another kind"));
        assertThat(log).containsExactly("first", "second", "another kind");
    }

    @Test
    void oneLooksAndTheOthersGoOn() {
        look("first");
        now += Looks.AGAIN;
        look("one", () -> {
            look("another");
            // However long it takes: so the next one is not kept waiting either.
            now += Looks.AGAIN;
            look("long after");
        });
        assertThat(log).containsExactly("first", "one", "long after");
    }

    @Test
    void afterANoteWhoMadeSomethingFindsIt() {
        look("first");
        looks.note("realm/1");
        look("one", () -> look("another"));
        look("done");
        assertThat(log).containsExactly("first", "one", "another");
    }

    @Test
    void aNoteWhileSomebodyLooksIsNotLost() {
        look("at the beginning", () -> looks.note("realm/1"));
        look("after the first note");
        now += Looks.AGAIN;
        look("in time", () -> looks.note("realm/1"));
        look("after the second note", () -> looks.note("realm/1"));
        look("after the third note");
        look("done");
        assertThat(log)
                .containsExactly(
                        "at the beginning",
                        "after the first note",
                        "in time",
                        "after the second note",
                        "after the third note");
    }

    @Test
    void whatFailsIsDoneAgain() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> look("fails", () -> {
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);
            look("again");
            look("done");
            now += Looks.AGAIN;
        }
        assertThat(log).containsExactly("fails", "again", "fails", "again");
    }

    @Test
    void forgottenKeysAreNew() {
        look("first");
        looks.forget("realm");
        look("new");
        assertThat(log).containsExactly("first", "new");
    }
}
