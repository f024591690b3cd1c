package io.keycloakpbx.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Requests that are sent at the same moment. */
public final class Together {

    private Together() {}

    /** Sends as many requests at once; their answers in order. */
    public static <T> List<T> send(int requests, IntFunction<T> request) {
        ExecutorService threads = Executors.newFixedThreadPool(requests);
        CyclicBarrier start = new CyclicBarrier(requests);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int number = i;
                calls.add(() -> {
                    start.await();
                    return request.apply(number);
                });
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
