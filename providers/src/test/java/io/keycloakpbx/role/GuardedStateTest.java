package io.keycloakpbx.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedStateTest {

    private static final KeptObject ADMIN = new KeptObject("1", "Role Admin", "as made");
    private static final KeptObject DEALER = new KeptObject("2", "Role Dealer", "as made");
    private static final UnwantedObject IMITATION = new UnwantedObject("3 admin", "admin is reserved", "Rename it");
    private static final UnwantedObject HELD = new UnwantedObject("u 2", "Dealer is held", "Take it away");

    private static final UnwantedObject RESERVED = new UnwantedObject("u 5", "esp_root is reserved", "Ask for it");
    private static final UnwantedObject ANOTHER = new UnwantedObject("u 6", "esp_user is reserved", "Ask for it");

    private final GuardedState before = state(List.of(ADMIN, DEALER), IMITATION);

    private static GuardedState state(List<KeptObject> kept, UnwantedObject... unwanted) {
        return new GuardedState(kept, List.of(unwanted), List.of(RESERVED));
    }

    @Test
    void whatStaysAsItIsPasses() {
        assertThat(before.refusalOf(before)).isEmpty();
        assertThat(before.refusalOf(state(List.of(DEALER, ADMIN)))).isEmpty();
    }

    @Test
    void keptObjectsAreNotChanged() {
        KeptObject changed = new KeptObject("1", "Role Admin", "other");
        KeptObject renamed = new KeptObject("1", "Role Other", "other");
        KeptObject made = new KeptObject("9", "Role Admin", "as made");
        for (KeptObject after : List.of(changed, renamed, made)) {
            assertThat(before.refusalOf(state(List.of(after, DEALER))))
                    .contains("Role Admin is built in and cannot be changed or removed");
        }
    }

    @Test
    void keptObjectsAreNotRemoved() {
        assertThat(before.refusalOf(state(List.of(ADMIN))))
                .contains("Role Dealer is built in and cannot be changed or removed");
    }

    /** Whoever removes a role is not told of the group that has lost it. */
    @Test
    void aRoleIsNamedBeforeWhatItTakesAlong() {
        KeptObject group = new KeptObject("0", "Group administrators", "with Admin");
        for (List<KeptObject> kept : List.of(List.of(group, ADMIN), List.of(ADMIN, group))) {
            assertThat(state(kept).refusalOf(GuardedState.NONE))
                    .contains("Role Admin is built in and cannot be changed or removed");
        }
    }

    @Test
    void oneThatWasMissingMayCome() {
        assertThat(GuardedState.NONE.refusalOf(new GuardedState(List.of(ADMIN), List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void onlyWhatIsNewlyUnwantedIsRefused() {
        assertThat(before.refusalOf(state(List.of(ADMIN, DEALER), IMITATION, HELD)))
                .contains("Dealer is held");
    }

    @Test
    void onlyWhatIsNewlyReservedIsRefused() {
        GuardedState after = new GuardedState(List.of(ADMIN, DEALER), List.of(IMITATION), List.of(ANOTHER, RESERVED));
        assertThat(before.refusalOf(after)).contains("esp_user is reserved");
        assertThat(after.refusalOf(before)).isEmpty();
    }
}
