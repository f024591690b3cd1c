package io.keycloakpbx.tests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.Order;

/**
 * When the classes of a test run begin, by {@code @Order}. Several run at a time, and JUnit takes what is last in the list
 * for one thread, and what is first for the others: so what shall begin late is put into the middle.
 */
public final class Schedule implements ClassOrderer {

    /** Those that take longest: at the end they would run alone. */
    public static final int EARLY = 1;

    /** Those that mostly wait, beside those that start servers. */
    public static final int WAITING = 2;

    /** Those with a second node: once it is there, it costs the others time as well. */
    public static final int LATE = Integer.MAX_VALUE;

    @Override
    public void orderClasses(ClassOrdererContext context) {
        List<ClassDescriptor> begin = new ArrayList<>(context.getClassDescriptors());
        // JUnit has found them in the order of a directory, in which one thread may come to the middle long before the
        // other.
        begin.sort(Comparator.comparingInt(Schedule::order)
                .thenComparing(descriptor -> descriptor.getTestClass().getSimpleName()));
        LinkedList<ClassDescriptor> list = new LinkedList<>();
        for (int i = begin.size() - 1; i >= 0; i--) {
            // The first is the thread with two of the three that take longest: what waits is the other's.
            if (i % 2 == 0 && order(begin.get(i)) != WAITING) {
                list.addFirst(begin.get(i));
            } else {
                list.addLast(begin.get(i));
            }
        }
        context.getClassDescriptors().sort(Comparator.comparingInt(list::indexOf));
    }

    private static int order(ClassDescriptor descriptor) {
        return descriptor.findAnnotation(Order.class).map(Order::value).orElse(Order.DEFAULT);
    }
}
