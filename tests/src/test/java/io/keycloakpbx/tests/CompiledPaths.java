package io.keycloakpbx.tests;

import groovy.lang.Binding;
import groovy.lang.DelegatingMetaClass;
import groovy.lang.GroovyShell;
import groovy.lang.GroovySystem;
import groovy.lang.MetaClass;
import groovy.lang.Script;
import io.restassured.internal.path.json.JSONAssertion;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * Keeps what RestAssured's paths into JSON are compiled to. RestAssured compiles each one whenever a test looks at an answer,
 * which is most of what a request costs the tests themselves.
 */
final class CompiledPaths extends DelegatingMetaClass {

    private final Map<String, Class<? extends Script>> compiled = new ConcurrentHashMap<>();

    private CompiledPaths(MetaClass original) {
        super(original);
    }

    /** From now on, in the whole run of tests. */
    static void keep() {
        CompiledPaths paths =
                new CompiledPaths(GroovySystem.getMetaClassRegistry().getMetaClass(JSONAssertion.class));
        paths.initialize();
        GroovySystem.getMetaClassRegistry().setMetaClass(JSONAssertion.class, paths);
    }

    @Override
    @SuppressWarnings("rawtypes") // Groovy's own.
    public Object invokeMethod(
            Class sender, Object assertion, String method, Object[] arguments, boolean toSuper, boolean fromInside) {
        // The name of the JSON, the JSON and the path. A path with parameters is rare, and left to RestAssured.
        if (!method.equals("eval") || arguments.length != 3 || ((JSONAssertion) assertion).getParams() != null) {
            return super.invokeMethod(sender, assertion, method, arguments, toSuper, fromInside);
        }
        Class<? extends Script> script;
        try {
            script = compiled.computeIfAbsent(arguments[2].toString(), CompiledPaths::compile);
        } catch (CompilationFailedException e) {
            // RestAssured words it.
            return super.invokeMethod(sender, assertion, method, arguments, toSuper, fromInside);
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put(arguments[0].toString(), arguments[1]);
        return InvokerHelper.createScript(script, new Binding(variables)).run();
    }

    private static Class<? extends Script> compile(String path) {
        return new GroovyShell(JSONAssertion.class.getClassLoader()).parse(path).getClass();
    }
}
