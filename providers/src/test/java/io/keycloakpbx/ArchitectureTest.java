package io.keycloakpbx;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.keycloakpbx.http.XmlText;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.StorableText;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.keycloak.Config;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/** The rules on packages and names that docs and reviewers rely on. */
@AnalyzeClasses(packages = "io.keycloakpbx", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.keycloakpbx.";

    /** What is counted and traced is so in every room; this one knows none of them. */
    private static final String TELEMETRY = "telemetry";

    /** Shared rooms, which know no capability. */
    private static final Set<String> GROUND =
            Set.of("http", "store", "crypto", "address", "keycloak", "soap", TELEMETRY);

    /** What a tenant is. */
    private static final Set<String> MIDDLE = Set.of("tenant", "role", "username");

    @ArchTest
    static final ArchRule noClassIsInKeycloaksPackages = noClasses()
            .should()
            .resideInAPackage("org.keycloak..")
            .because("Keycloak does not scan its own packages for entities of others")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesUseTheStoreysBelow = classes()
            .should(useLowerStoreysAndProvidersOfTheirOwn())
            .because("each capability is readable, and replaceable, alone");

    @ArchTest
    static final ArchRule requestsAndTheDatabaseDoNotMeet = classes()
            .should(new ArchCondition<>("not know both jakarta.ws.rs and the entity manager") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean http = type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(dependency ->
                                    dependency.getTargetClass().getPackageName().startsWith("jakarta.ws.rs"));
                    boolean database = type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(EntityManager.class));
                    if (http && database) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " knows both"));
                    }
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

    /** Modules of Keycloak that promise nothing to extensions. */
    private static final Pattern INSIDES = Pattern.compile(".*/keycloak-(services|model-jpa|model-storage-private)-.*");

    /** What of them extensions are meant to use, or use everywhere: it would be noticed by all if it changed. */
    private static final Set<String> EXTENSION_POINTS = Set.of(
            "AbstractOIDCProtocolMapper",
            "AdminAuth",
            "AdminEventBuilder",
            "AdminPermissionEvaluator",
            "AdminRealmResourceProvider",
            "AdminRealmResourceProviderFactory",
            "ClientPermissionEvaluator",
            "ErrorResponse",
            "ErrorResponseException",
            "GroupPermissionEvaluator",
            "JpaConnectionProvider",
            "JpaEntityProvider",
            "JpaEntityProviderFactory",
            "Messages",
            "OIDCAccessTokenMapper",
            "OIDCAttributeMapperHelper",
            "OIDCIDTokenMapper",
            "RealmPermissionEvaluator",
            "RealmsPermissionEvaluator",
            "RolePermissionEvaluator",
            "TokenIntrospectionTokenMapper",
            "UserInfoTokenMapper",
            "UserPermissionEvaluator");

    @ArchTest
    static final ArchRule whatLeansOnKeycloaksInsidesIsMarked = classes()
            .should(
                    new ArchCondition<>(
                            "be marked with @ReliesOn where they use more of Keycloak than its extension points") {
                        @Override
                        public void check(JavaClass type, ConditionEvents events) {
                            if (isMarked(type)) {
                                return;
                            }
                            type.getDirectDependenciesFromSelf().stream()
                                    .map(dependency ->
                                            dependency.getTargetClass().getBaseComponentType())
                                    .filter(ArchitectureTest::isInside)
                                    .map(JavaClass::getName)
                                    .distinct()
                                    .forEach(name -> events.add(SimpleConditionEvent.violated(
                                            type, type.getName() + " relies on " + name)));
                        }
                    });

    @ArchTest
    static void thePageOnTheArchitectureNamesWhatLeansOnKeycloaksInsides(JavaClasses classes) throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/architecture.md"));
        Set<String> missing = new TreeSet<>();
        for (JavaClass type : classes) {
            Stream.concat(Stream.of(type), type.getMembers().stream())
                    .flatMap(marked -> marked.tryGetAnnotationOfType(ReliesOn.class).stream())
                    .flatMap(mark -> Stream.of(mark.value()))
                    .map(reason -> reason.substring(0, reason.indexOf(':')))
                    .filter(what -> page.stream()
                            .noneMatch(line -> line.startsWith("| `" + what + "` |")
                                    && line.contains("`" + capability(type) + "." + type.getSimpleName() + "`")))
                    .forEach(what -> missing.add(
                            "| `" + what + "` | `" + capability(type) + "." + type.getSimpleName() + "` |"));
        }
        assertThat(missing).as("not in docs/architecture.md").isEmpty();
    }

    private static boolean isMarked(JavaClass type) {
        return type.isAnnotatedWith(ReliesOn.class)
                || type.getMembers().stream().anyMatch(member -> member.isAnnotatedWith(ReliesOn.class))
                || type.getEnclosingClass().map(ArchitectureTest::isMarked).orElse(false);
    }

    private static boolean isInside(JavaClass type) {
        return type.getSource()
                        .map(source ->
                                INSIDES.matcher(source.getUri().toString()).matches())
                        .orElse(false)
                && !EXTENSION_POINTS.contains(type.getSimpleName())
                && type.getEnclosingClass()
                        .map(outer -> !EXTENSION_POINTS.contains(outer.getSimpleName()))
                        .orElse(true);
    }

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
            .areAssignableTo(jakarta.ws.rs.Path.class);

    @ArchTest
    static final ArchRule whatAResourceDoesIsDescribed = methods()
            .that()
            .arePublic()
            .and(metaAnnotatedWith(HttpMethod.class))
            .should(new ArchCondition<>("be summed up in an @Operation, or hidden from the description") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean described = method.tryGetAnnotationOfType(Operation.class)
                            .filter(operation ->
                                    operation.hidden() || !operation.summary().isBlank())
                            .isPresent();
                    if (!described) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is not"));
                    }
                }
            });

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
    static final ArchRule whichRealmAdministersIsAskedOnce = noClasses()
            .that()
            .doNotHaveSimpleName("AdministrationRealm")
            .should()
            .callMethod(Config.class, "getAdminRealm")
            .because("it takes as long as a good part of a small request");

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

    /** Not what shapes steps and resources of Keycloak's SPIs, provider and factory in one. */
    private static boolean isProviderInterface(JavaClass type) {
        return type.isInterface()
                && type.getPackageName().startsWith(ROOT)
                && type.isAssignableTo(Provider.class)
                && !type.isAssignableTo(ProviderFactory.class);
    }

    /** An interface of providers or of their factories, what is declared inside, or a type that one of these speaks of. */
    private static boolean isPartOfAProvider(JavaClass type) {
        return isDeclaredInAnSpi(type)
                || type.getDirectDependenciesToSelf().stream()
                        .anyMatch(dependency -> isOfAnSpi(dependency.getOriginClass()));
    }

    private static boolean isDeclaredInAnSpi(JavaClass type) {
        return isOfAnSpi(type)
                || type.getEnclosingClass()
                        .map(ArchitectureTest::isDeclaredInAnSpi)
                        .orElse(false);
    }

    private static boolean isOfAnSpi(JavaClass type) {
        return isProviderInterface(type)
                || type.isInterface()
                        && type.getPackageName().startsWith(ROOT)
                        && type.isAssignableTo(ProviderFactory.class);
    }

    private static int storey(String room) {
        return GROUND.contains(room) ? 0 : MIDDLE.contains(room) ? 1 : 2;
    }

    private static ArchCondition<JavaClass> useLowerStoreysAndProvidersOfTheirOwn() {
        return new ArchCondition<>("use the storeys below, and of their own storey the provider interfaces only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackageName().startsWith(ROOT)) {
                    return;
                }
                String from = capability(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            if (!target.getPackageName().startsWith(ROOT)) {
                                return false;
                            }
                            String to = capability(target);
                            boolean below = storey(to) < storey(from);
                            boolean beside = storey(to) == storey(from) && isPartOfAProvider(target);
                            // A note on what a class relies on is no use of anything.
                            boolean note = target.isEquivalentTo(ReliesOn.class);
                            // What text can be stored, or written as XML, has to be known where it comes in or goes
                            // out.
                            boolean textRule =
                                    target.isEquivalentTo(StorableText.class) || target.isEquivalentTo(XmlText.class);
                            boolean told = to.equals(TELEMETRY);
                            return !from.equals(to) && !below && !beside && !note && !textRule && !told;
                        })
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }
}
