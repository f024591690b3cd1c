package io.keycloakpbx.tests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Requests that are sent at the same moment. */
public final class Together {

    private Together() {}

    /** Sends as many requests at once; their answers in order. */
    public static <T> List<T> send(int requests, IntFunction<T> request) {
        return send(IntStream.range(0, requests)
                .<Callable<T>>mapToObj(number -> () -> request.apply(number))
                .toList());
    }

    /** Sends many requests by so many callers, who begin at once and go on as they are answered; the answers in order. */
    public static <T> List<T> send(int callers, int requests, IntFunction<T> request) {
        List<T> answers = new ArrayList<>(Collections.nCopies(requests, null));
        AtomicInteger next = new AtomicInteger();
        send(callers, caller -> {
            for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                answers.set(number, request.apply(number));
            }
            return caller;
        });
        return answers;
    }

    /** Sends all of these requests at once; their answers in order. */
    public static <T> List<T> send(List<Callable<T>> requests) {
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        CyclicBarrier start = new CyclicBarrier(requests.size());
        try {
            List<Future<T>> answers = new ArrayList<>();
            for (Callable<T> request : requests) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
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
