package io.keycloakpbx.securitydata;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.tenant.TenantAttributes;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Companies: who realms belong to. A realm names its company by the attribute {@code pbx.company}; one without is a company
 * of its own, whose code is the realm's name. A component of the administration realm says what the company is called.
 */
public final class Companies {

    private Companies() {}

    /** The company and the domain that a realm is. */
    public static Owner ownerOf(KeycloakSession session, RealmModel realm) {
        return ownersOf(session, List.of(realm)).get(realm.getId());
    }

    /** The same of many realms, by the realm's id. */
    public static Map<String, Owner> ownersOf(KeycloakSession session, Collection<RealmModel> realms) {
        Map<String, Company> companies = of(session, realms);
        Map<String, Integer> domains = Numbers.of(
                session,
                administration(session),
                NumberKind.DOMAIN,
                realms.stream().map(RealmModel::getId).distinct().toList());
        Map<String, Owner> owners = new HashMap<>();
        realms.forEach(realm -> {
            Company company = companies.get(realm.getId());
            owners.put(
                    realm.getId(),
                    new Owner(company.name(), company.id(), realm.getName(), domains.get(realm.getId())));
        });
        return owners;
    }

    /** The companies of realms, by the realm's id. */
    public static Map<String, Company> of(KeycloakSession session, Collection<RealmModel> realms) {
        RealmModel administration = administration(session);
        Set<String> codes = realms.stream().map(Companies::codeOf).collect(Collectors.toCollection(HashSet::new));
        Map<String, ComponentModel> known = SecurityDataItemFactory.of(administration, CompanyFactory.ID).stream()
                .filter(component -> codes.contains(component.getName()))
                .collect(Collectors.toMap(ComponentModel::getName, component -> component, (one, other) -> one));
        Map<String, Integer> numbers = Numbers.of(
                session,
                administration,
                NumberKind.COMPANY,
                codes.stream().sorted().toList());
        Map<String, Company> companies = new HashMap<>();
        realms.forEach(realm -> {
            String code = codeOf(realm);
            companies.put(realm.getId(), company(realm, code, numbers.get(code), known.get(code)));
        });
        return companies;
    }

    /** Those of some companies that have a component, by their codes: whether they have realms or not. */
    public static Map<String, Company> declared(KeycloakSession session, Collection<String> codes) {
        Set<String> wanted = Set.copyOf(codes);
        return declared(session, component -> wanted.contains(component.getName()));
    }

    /** Numbers all companies that have a component. */
    public static void numberDeclared(KeycloakSession session) {
        declared(session, component -> true);
    }

    /**
     * Whether a company has a component: told by the database, so that of two who make or change one the second finds what the first
     * has left.
     *
     * @param code in upper or lower case
     */
    public static boolean isDeclared(KeycloakSession session, String code) {
        RealmModel administration = administration(session);
        RowLock.components(session, administration);
        return new SecurityDataRows(session, administration)
                        .others(SecurityDataItemProvider.class.getName(), CompanyFactory.ID, null, code)
                        .sameName()
                > 0;
    }

    /**
     * Gives a company a component, or changes the one that it has.
     *
     * @param name null to leave it as it is
     * @param description null to leave it as it is, empty for none
     * @return the component
     * @throws org.keycloak.component.ComponentValidationException where it breaks a rule
     */
    public static ComponentModel declare(KeycloakSession session, String code, String name, String description) {
        RealmModel administration = administration(session);
        ComponentModel known = SecurityDataItemFactory.of(administration, CompanyFactory.ID).stream()
                .filter(component -> component.getName().equals(code))
                .findFirst()
                .orElse(null);
        ComponentModel company = known == null ? new ComponentModel() : new ComponentModel(known);
        company.setName(code);
        company.setParentId(administration.getId());
        company.setProviderId(CompanyFactory.ID);
        company.setProviderType(SecurityDataItemProvider.class.getName());
        if (name != null) {
            company.put(CompanyFactory.NAME, name);
        }
        if (description != null) {
            company.put(CompanyFactory.DESCRIPTION, description);
        }
        if (known == null) {
            return administration.addComponentModel(company);
        }
        administration.updateComponent(company);
        return company;
    }

    private static Map<String, Company> declared(KeycloakSession session, Predicate<ComponentModel> wanted) {
        RealmModel administration = administration(session);
        List<ComponentModel> components = SecurityDataItemFactory.of(administration, CompanyFactory.ID).stream()
                .filter(wanted)
                .sorted(Comparator.comparing(ComponentModel::getName))
                .toList();
        Map<String, Integer> numbers = Numbers.of(
                session,
                administration,
                NumberKind.COMPANY,
                components.stream().map(ComponentModel::getName).distinct().toList());
        Map<String, Company> companies = new HashMap<>();
        components.forEach(component ->
                companies.putIfAbsent(component.getName(), company(component, numbers.get(component.getName()))));
        return companies;
    }

    private static Company company(ComponentModel component, int number) {
        String code = component.getName();
        return new Company(
                number,
                code,
                Texts.or(component.get(CompanyFactory.NAME), code),
                Texts.orNull(component.get(CompanyFactory.DESCRIPTION)));
    }

    private static Company company(RealmModel realm, String code, int number, ComponentModel component) {
        if (component != null) {
            return company(component, number);
        }
        return undeclared(number, code, realm.getName(), realm.getDisplayName());
    }

    /**
     * A company without a component, as one of its realms shows it.
     *
     * @param number the company's
     * @param realmName of one of its realms
     * @param displayName of the same realm; null where it has none
     */
    public static Company undeclared(int number, String code, String realmName, String displayName) {
        return new Company(number, code, code.equals(realmName) ? Texts.or(displayName, code) : code, null);
    }

    private static String codeOf(RealmModel realm) {
        return codeOf(realm.getAttribute(TenantAttributes.COMPANY), realm.getName());
    }

    /**
     * The code of a realm's company. What is no code because it is from before the rule is none.
     *
     * @param named what the realm says of its company; null where it says nothing
     */
    public static String codeOf(String named, String realmName) {
        return ItemRules.isName(named) ? named : realmName;
    }

    private static RealmModel administration(KeycloakSession session) {
        return session.realms().getRealmByName(AdministrationRealm.NAME);
    }
}
