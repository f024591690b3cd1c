package io.keycloakpbx.keycloak;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what leans on something of Keycloak that is not promised to stay. Each is looked at when Keycloak is upgraded.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
public @interface ReliesOn {

    /** What and why, each as {@code "org.keycloak.X: why"}. */
    String[] value();
}
