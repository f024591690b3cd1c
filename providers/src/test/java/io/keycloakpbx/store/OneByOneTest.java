package io.keycloakpbx.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneByOneTest {

    private static final int MOST = 2_000;

    private final List<Integer> tested = new ArrayList<>();
    private final List<Integer> read = new ArrayList<>();

    private EntityList.Found<Integer> page(int size, Predicate<Integer> passes, int first, int max) {
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        return OneByOne.page(
                (from, many) -> {
                    read.add(many);
                    return all.stream().skip(from).limit(many).toList();
                },
                MOST,
                item -> {
                    tested.add(item);
                    return passes.test(item);
                },
                first,
                max);
    }

    @Test
    void onlyWhatPassesIsOnThePageAndInTheNumber() {
        EntityList.Found<Integer> found = page(10, item -> item != 3, 2, 3);

        assertThat(found.items()).containsExactly(2, 4, 5);
        assertThat(found.total()).isEqualTo(6);
        assertThat(page(10, item -> item != 3, 0, 20).total()).isEqualTo(9);
        assertThat(page(10, item -> item != 3, 9, 20)).isEqualTo(new EntityList.Found<>(List.of(), 9));
        assertThat(page(10, item -> false, 0, 20)).isEqualTo(new EntityList.Found<>(List.of(), 0));
    }

    @Test
    void pagesFollowOneAnother() {
        List<Integer> pages = new ArrayList<>();
        for (int first = 0; first < 1_000; first += 70) {
            pages.addAll(page(1_000, item -> item % 3 != 0, first, 70).items());
        }
        assertThat(pages)
                .containsExactlyElementsOf(Stream.iterate(0, item -> item + 1)
                        .limit(1_000)
                        .filter(item -> item % 3 != 0)
                        .toList());
    }

    @Test
    void oneStatementIsEnoughWhereFewDoNotPassAndTwoAlways() {
        page(10_000, item -> item % 10 != 0, 0, 100);
        assertThat(read).containsExactly(201);
        assertThat(tested).hasSizeBetween(101, 120);
        read.clear();
        tested.clear();

        page(10_000, item -> item % 10 == 0, 0, 100);
        assertThat(read).containsExactly(201, 1_799);
        assertThat(tested).hasSizeLessThan(1_100).doesNotHaveDuplicates();
    }

    @Test
    void noMoreAreTestedThanTheMost() {
        assertThat(page(10_000, item -> item >= 5_000, 0, 100)).isEqualTo(new EntityList.Found<>(List.of(), 0));
        assertThat(tested).hasSize(MOST).doesNotHaveDuplicates();
        assertThat(page(10_000, item -> true, 0, -1).total()).isEqualTo(MOST);
        assertThat(page(10_000, item -> true, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isEqualTo(new EntityList.Found<>(List.of(), MOST));
        assertThat(page(30, item -> true, 0, -1).items()).hasSize(30);
    }

    @Test
    void aPageOfNothingTellsWhetherThereIsSomething() {
        assertThat(page(10, item -> true, 0, 0)).isEqualTo(new EntityList.Found<>(List.of(), 1));
    }
}
