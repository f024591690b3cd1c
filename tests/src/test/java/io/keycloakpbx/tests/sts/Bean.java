package io.keycloakpbx.tests.sts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An object of a class that was generated while the test runs. */
record Bean(Object object) {

    /** A new one with these members. */
    static Bean of(Class<?> type, Map<String, Object> members) {
        try {
            Object made = type.getConstructor().newInstance();
            for (Map.Entry<String, Object> member : members.entrySet()) {
                method(type, "set" + member.getKey()).invoke(made, member.getValue());
            }
            return new Bean(made);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new AssertionError(type + " has other members than " + members.keySet(), e);
        }
    }

    /** A member; null where it is absent. */
    Object get(String member) {
        return Stream.of("get" + member, "is" + member)
                .filter(name -> Stream.of(object.getClass().getMethods())
                        .anyMatch(method -> method.getName().equals(name)))
                .findFirst()
                .map(name -> call(object, name))
                .orElse(null);
    }

    /** A member that has members. */
    Bean in(String member) {
        Object inner = get(member);
        if (inner == null) {
            throw new AssertionError("There is no " + member + " in " + object.getClass());
        }
        return new Bean(inner);
    }

    /** What is in a list that is a member: in XML an element of its own. */
    List<Bean> list(String member) {
        Object inner = get(member);
        if (inner == null) {
            return List.of();
        }
        Object items = inner instanceof List
                ? inner
                : Stream.of(inner.getClass().getMethods())
                        .filter(method -> method.getReturnType() == List.class)
                        .findFirst()
                        .map(method -> call(inner, method.getName()))
                        .orElseThrow();
        return ((List<?>) items).stream().<Bean>map(Bean::new).toList();
    }

    private static Object call(Object object, String name) {
        try {
            return method(object.getClass(), name).invoke(object);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private static Method method(Class<?> type, String name) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name + " in " + type));
    }
}
