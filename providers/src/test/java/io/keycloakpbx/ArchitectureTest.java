package io.keycloakpbx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Set;
import org.keycloak.provider.Provider;

/** The rules on packages and names that docs and reviewers rely on. */
@AnalyzeClasses(packages = "io.keycloakpbx", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.keycloakpbx.";
    /** What every capability may use; the tenant package hides its own by being package-private. */
    private static final Set<String> SHARED = Set.of("tenant", "http", "store");

    @ArchTest
    static final ArchRule noClassIsInKeycloaksPackages = noClasses()
            .should()
            .resideInAPackage("org.keycloak..")
            .because("Keycloak does not scan its own packages for entities of others")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule capabilitiesKnowOneAnotherByProviderOnly = classes()
            .should(useOfOtherCapabilitiesOnly())
            .because("each capability is readable, and replaceable, alone");

    @ArchTest
    static final ArchRule sharedPackagesKnowNoCapability = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "http..", ROOT + "store..")
            .should()
            .dependOnClassesThat(
                    new DescribedPredicate<JavaClass>("belong to the bundle and are neither in http nor in store") {
                        @Override
                        public boolean test(JavaClass type) {
                            return type.getPackageName().startsWith(ROOT)
                                    && !Set.of("http", "store").contains(capability(type));
                        }
                    });

    @ArchTest
    static final ArchRule tenantsKnowNoOtherCapability = noClasses()
            .that()
            .resideInAPackage(ROOT + "tenant..")
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("belong to another capability") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith(ROOT) && !SHARED.contains(capability(type));
                }
            });

    @ArchTest
    static final ArchRule providersKnowNoHttp = noClasses()
            .that(areProvidersOfOurs())
            .or()
            .haveSimpleNameStartingWith("Jpa")
            .or()
            .areAnnotatedWith(Entity.class)
            .or()
            .haveSimpleNameEndingWith("Representation")
            .or()
            .haveSimpleNameEndingWith("Rules")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.keycloak.services.resources..", "org.keycloak.http..");

    @ArchTest
    static final ArchRule entitiesAreNamedSo =
            classes().that().areAnnotatedWith(Entity.class).should().haveSimpleNameEndingWith("Entity");

    @ArchTest
    static final ArchRule onlyResourcesHavePaths = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(HttpMethod.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Path.class);

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Helpers")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util");

    @ArchTest
    static final ArchRule logsByTheServersLogger =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    private static String capability(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int end = rest.indexOf('.');
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static DescribedPredicate<JavaClass> areProvidersOfOurs() {
        return new DescribedPredicate<>("are provider interfaces of the bundle or implement one") {
            @Override
            public boolean test(JavaClass type) {
                return isProviderInterface(type)
                        || type.getAllRawInterfaces().stream().anyMatch(ArchitectureTest::isProviderInterface);
            }
        };
    }

    private static boolean isProviderInterface(JavaClass type) {
        return type.isInterface() && type.getPackageName().startsWith(ROOT) && type.isAssignableTo(Provider.class);
    }

    /** A provider interface, or a type that a method of a provider interface takes, gives or throws. */
    private static boolean isPartOfAProvider(JavaClass type) {
        return isProviderInterface(type)
                || type.getMethodsWithParameterTypeOfSelf().stream().anyMatch(ArchitectureTest::isOfAProvider)
                || type.getMethodsWithReturnTypeOfSelf().stream().anyMatch(ArchitectureTest::isOfAProvider)
                || type.getMethodThrowsDeclarationsWithTypeOfSelf().stream()
                        .anyMatch(declaration -> isProviderInterface(declaration.getDeclaringClass()));
    }

    private static boolean isOfAProvider(JavaMethod method) {
        return isProviderInterface(method.getOwner());
    }

    private static ArchCondition<JavaClass> useOfOtherCapabilitiesOnly() {
        return new ArchCondition<>(
                "use of other capabilities than tenant, http and store their provider interfaces only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackageName().startsWith(ROOT)) {
                    return;
                }
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            return target.getPackageName().startsWith(ROOT)
                                    && !capability(target).equals(capability(type))
                                    && !SHARED.contains(capability(target))
                                    && !isPartOfAProvider(target);
                        })
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }
}
