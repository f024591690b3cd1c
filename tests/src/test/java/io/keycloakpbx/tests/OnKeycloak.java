package io.keycloakpbx.tests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs against Keycloak with the packaged bundle. Constructors and methods may take a {@link Keycloak}:
 * one server for the whole test run, so leave its master realm and the demo's tenants as you found them. They may take a {@link Realm}, too: the
 * class's own tenant, see {@link Keycloak#tenant()}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(SharedKeycloak.class)
public @interface OnKeycloak {}
