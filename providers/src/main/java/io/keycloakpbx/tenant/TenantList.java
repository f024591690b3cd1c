package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Like;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists of tenants. No realm is loaded for them, and the number of queries does not depend on how many there are. */
@ReliesOn(
        "org.keycloak.models.jpa.entities: tenants are found and paged by a query over realms and their attributes, and what"
                + " they lack is asked of the tables of mail servers, roles, groups and clients")
final class TenantList {

    private static final List<String> ATTRIBUTES = List.of(
            TenantAttributes.SIP_DOMAIN,
            TenantAttributes.SIP_DOMAIN_ALIASES,
            TenantAttributes.WEBSITE,
            TenantAttributes.AVATAR_URL,
            TenantAttributes.TENANT_ID);

    private static final String TENANTS =
            """
             from SipDomainEntity d, RealmEntity r
            where r.id = d.realmId and d.primaryDomain = true
            """;
    private static final String MATCHING =
            """
             and (
              lower(r.name) like :search escape '!'
              or exists (select 1 from SipDomainEntity o where o.realmId = d.realmId and o.sipDomain like :search escape '!')
              or lower(r.displayName) like :search escape '!'
              or exists (select 1 from TenantNumberEntity n where n.realmId = d.realmId and n.number = :number))
            """;

    /** The role of administrators in the realm r: by the constraint, for whose column there is an index. */
    private static final String ADMINISTRATOR = "a.clientRealmConstraint = r.id and a.clientRole = false and a.name = '"
            + TenantProvider.ADMINISTRATOR_ROLE + "'";

    /** When a warning holds of the realm r. */
    private static final Map<TenantWarning, String> CONDITIONS = Map.of(
            TenantWarning.SUSPENDED,
            "r.enabled = false",
            TenantWarning.NO_MAIL_SERVER,
            "not exists (select 1 from RealmEntity x join x.smtpConfig s where x.id = r.id and key(s) = '"
                    + MailServerRules.HOST + "')",
            TenantWarning.NO_ADMINISTRATOR,
            "(not exists (select 1 from RoleEntity a, UserRoleMappingEntity m where " + ADMINISTRATOR
                    + " and m.roleId = a.id and m.user.enabled = true)"
                    + " and not exists (select 1 from RoleEntity a, GroupRoleMappingEntity g, UserGroupMembershipEntity m where "
                    + ADMINISTRATOR + " and g.roleId = a.id and m.groupId = g.group.id and m.user.enabled = true))",
            TenantWarning.NO_APP_ADDRESS,
            "not exists (select 1 from ClientEntity c join c.redirectUris u where c.realmId = r.id and c.clientId = '"
                    + TenantProvider.APP_CLIENT_ID + "')");

    private static final String WARNINGS = "select r.id"
            + EnumSet.allOf(TenantWarning.class).stream()
                    .map(warning -> ", case when " + CONDITIONS.get(warning) + " then true else false end")
                    .collect(Collectors.joining())
            + " from RealmEntity r where r.id in :ids";

    private final EntityManager em;

    TenantList(EntityManager em) {
        this.em = em;
    }

    List<TenantRepresentation> search(TenantQuery asked, int first, int max) {
        List<Object[]> realms = query(
                        "select r.id, r.name, r.enabled, r.displayName", asked, " order by d.sipDomain", Object[].class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList();
        Map<String, Map<String, String>> attributes =
                attributes(realms.stream().map(row -> (String) row[0]).toList());
        List<TenantRepresentation> tenants = new ArrayList<>(realms.size());
        for (Object[] row : realms) {
            Map<String, String> of = attributes.getOrDefault((String) row[0], Map.of());
            // The index may be a moment behind the attributes; what is no tenant any more is not listed as one.
            SipDomain.parse(of.get(TenantAttributes.SIP_DOMAIN))
                    .ifPresent(primary -> tenants.add(JpaTenantProvider.representation(
                            (String) row[0], (String) row[1], (Boolean) row[2], (String) row[3], primary, of)));
        }
        return tenants;
    }

    long count(TenantQuery asked) {
        return query("select count(d)", asked, "", Long.class).getSingleResult();
    }

    private <T> TypedQuery<T> query(String select, TenantQuery asked, String order, Class<T> type) {
        String text = select
                + TENANTS
                + (asked.search() == null ? "" : MATCHING)
                + (asked.enabled() == null ? "" : " and r.enabled = :enabled")
                + (asked.warning() == null ? "" : " and " + CONDITIONS.get(asked.warning()))
                + order;
        TypedQuery<T> query = em.createQuery(text, type);
        if (asked.search() != null) {
            String search = asked.search().strip();
            query.setParameter("search", Like.containing(search.toLowerCase(Locale.ROOT)));
            query.setParameter("number", search);
        }
        if (asked.enabled() != null) {
            query.setParameter("enabled", asked.enabled());
        }
        return query;
    }

    private Map<String, Map<String, String>> attributes(List<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<String, String>> attributes = new HashMap<>();
        em.createQuery(
                        "select a.realm.id, a.name, a.value from RealmAttributeEntity a"
                                + " where a.realm.id in :ids and a.name in :names",
                        Object[].class)
                .setParameter("ids", ids)
                .setParameter("names", ATTRIBUTES)
                .getResultList()
                .forEach(row -> attributes
                        .computeIfAbsent((String) row[0], id -> new HashMap<>())
                        .put((String) row[1], (String) row[2]));
        return attributes;
    }

    /** The warnings of some realms, by their ids, by one query. */
    Map<String, Set<TenantWarning>> warnings(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<TenantWarning>> warnings = new HashMap<>();
        em.createQuery(WARNINGS, Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> {
                    Set<TenantWarning> of = EnumSet.noneOf(TenantWarning.class);
                    for (TenantWarning warning : TenantWarning.values()) {
                        if ((Boolean) row[1 + warning.ordinal()]) {
                            of.add(warning);
                        }
                    }
                    warnings.put((String) row[0], of);
                });
        return warnings;
    }
}
