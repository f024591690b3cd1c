package io.keycloakpbx.tests;

import groovy.lang.Binding;
import groovy.lang.DelegatingMetaClass;
import groovy.lang.GroovyShell;
import groovy.lang.GroovySystem;
import groovy.lang.MetaClass;
import groovy.lang.Script;
import io.restassured.internal.path.json.JSONAssertion;
import io.restassured.internal.path.xml.XMLAssertion;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * Keeps what RestAssured's paths into JSON and XML are compiled to. RestAssured compiles each one whenever a test looks at
 * an answer, which is most of what a request costs the tests themselves.
 */
final class CompiledPaths extends DelegatingMetaClass {

    private final Map<String, Class<? extends Script>> compiled = new ConcurrentHashMap<>();

    private CompiledPaths(MetaClass original) {
        super(original);
    }

    /** From now on, in the whole run of tests. */
    static void keep() {
        keep(JSONAssertion.class);
        keep(XMLAssertion.class);
    }

    private static void keep(Class<?> type) {
        CompiledPaths paths =
                new CompiledPaths(GroovySystem.getMetaClassRegistry().getMetaClass(type));
        paths.initialize();
        GroovySystem.getMetaClassRegistry().setMetaClass(type, paths);
    }

    @Override
    @SuppressWarnings("rawtypes") // Groovy's own.
    public Object invokeMethod(
            Class sender, Object assertion, String method, Object[] arguments, boolean toSuper, boolean fromInside) {
        // The name of the document, the document and the path.
        if (!method.equals("eval") || arguments.length != 3 || hasParameters(assertion)) {
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

    /** They are rare, and left to RestAssured. */
    private static boolean hasParameters(Object assertion) {
        return assertion instanceof XMLAssertion xml
                ? xml.getParams() != null
                : ((JSONAssertion) assertion).getParams() != null;
    }

    private static Class<? extends Script> compile(String path) {
        return new GroovyShell(JSONAssertion.class.getClassLoader()).parse(path).getClass();
    }
}
