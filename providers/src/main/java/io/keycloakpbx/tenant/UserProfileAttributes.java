package io.keycloakpbx.tenant;

import io.keycloakpbx.keycloak.AdministrationRealm;
import io.keycloakpbx.keycloak.ReliesOn;
import io.keycloakpbx.store.Database;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.util.JsonSerialization;

/**
 * Attributes of the template's user profile that tenants must have which were made without: where a profile lacks one, users
 * may be allowed to say for themselves what only administrators shall. One that an administrator has changed is there.
 */
public final class UserProfileAttributes {

    private UserProfileAttributes() {}

    /** Adds those that the profile of the context's realm lacks. */
    public static void add(KeycloakSession session, List<String> names) {
        UserProfileProvider profile = session.getProvider(UserProfileProvider.class);
        // A copy: what the provider gives may be what others look at.
        UPConfig config = JsonSerialization.mapper.convertValue(profile.getConfiguration(), UPConfig.class);
        boolean changed = false;
        for (String name : names) {
            if (config.getAttribute(name) == null) {
                config.addOrReplaceAttribute(BundledTemplate.userProfileAttribute(name, UPAttribute.class));
                changed = true;
            }
        }
        if (changed) {
            profile.setConfiguration(config);
        }
    }

    /** The tenants that lack one of them. */
    @ReliesOn({
        "org.keycloak.models.jpa.entities.ComponentConfigEntity: one query for all realms",
        "org.keycloak.models.jpa.entities.RealmAttributeEntity: one query for all realms"
    })
    public static List<String> lacking(KeycloakSession session, List<String> names) {
        String all = IntStream.range(0, names.size())
                .mapToObj(i -> " and c.value like :name" + i)
                .collect(Collectors.joining());
        TypedQuery<String> query = Database.entities(session)
                .createQuery(
                        "select r.id from RealmEntity r where r.name <> :master and exists (select a.name from"
                                + " RealmAttributeEntity a where a.realm = r and a.name = :sipDomain)"
                                + " and not exists (select c.id from ComponentConfigEntity c where c.component.realm = r"
                                + " and c.component.providerType = :profileType" + all + ")",
                        String.class)
                .setParameter("master", AdministrationRealm.NAME)
                .setParameter("sipDomain", TenantAttributes.SIP_DOMAIN)
                .setParameter("profileType", UserProfileProvider.class.getName());
        for (int i = 0; i < names.size(); i++) {
            query.setParameter("name" + i, "%\"" + names.get(i) + "\"%");
        }
        return query.getResultList();
    }
}
