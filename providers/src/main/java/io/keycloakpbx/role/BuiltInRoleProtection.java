package io.keycloakpbx.role;

import io.keycloakpbx.tenant.TenantAttributes;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelValidationException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmModel.RealmPostCreateEvent;
import org.keycloak.models.RoleContainerModel.RoleRemovedEvent;
import org.keycloak.models.RoleModel;
import org.keycloak.models.RoleModel.RoleNameChangeEvent;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation.Policy;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.RolesRepresentation;
import org.keycloak.services.ErrorResponse;
import org.keycloak.storage.PartialImportRealmFromRepresentationEvent;

/**
 * Keeps the built-in roles of tenants as they are. Keycloak has no veto on roles, so this listens to what is done to them
 * and lets the transaction fail before it is committed: whatever came with the request is undone.
 */
public final class BuiltInRoleProtection implements EventListenerProviderFactory {

    /** Composites of a client's role are that client's affair, but may give a role of the system level as well. */
    private static final Set<ResourceType> ROLE_RESOURCES =
            Set.of(ResourceType.REALM_ROLE, ResourceType.REALM_ROLE_MAPPING, ResourceType.CLIENT_ROLE);

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                // Users do nothing to roles.
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                if (ROLE_RESOURCES.contains(event.getResourceType())) {
                    onRoleEvent(session, event);
                }
            }

            @Override
            public void close() {}
        };
    }

    private static void onRoleEvent(KeycloakSession session, AdminEvent event) {
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (!isTenant(realm)) {
            return;
        }
        BuiltInRole changed =
                event.getResourceType() == ResourceType.REALM_ROLE && event.getOperationType() != OperationType.DELETE
                        ? changedRole(realm, event)
                        : null;
        // An exception of an event listener is only logged by Keycloak: refuse when the transaction ends.
        beforeCommit(session, () -> {
            if (changed != null) {
                throw refusalOfChange(changed.roleName());
            }
            refuseProblem(session, realm);
        });
    }

    private static void refuseProblem(KeycloakSession session, RealmModel realm) {
        String problem = problem(session, realm);
        if (problem != null) {
            throw refusal(problem);
        }
    }

    /** The built-in role that an update or a change of composites is about, or null. A new role's name is checked later. */
    private static BuiltInRole changedRole(RealmModel realm, AdminEvent event) {
        String[] path = event.getResourcePath().split("/");
        boolean composites = path.length > 2 && path[2].equals("composites");
        if (path.length < 2 || event.getOperationType() == OperationType.CREATE && !composites) {
            return null;
        }
        String segment = URLDecoder.decode(path[1], StandardCharsets.UTF_8);
        String name = path[0].equals("roles-by-id") ? realmRoleName(realm, segment) : segment;
        return BuiltInRole.named(name)
                .filter(role -> role.roleName().equals(name))
                .orElse(null);
    }

    private static String realmRoleName(RealmModel realm, String id) {
        RoleModel role = realm.getRoleById(id);
        return role == null || role.isClientRole() ? null : role.getName();
    }

    private static String problem(KeycloakSession session, RealmModel realm) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<String> imitations = em.createQuery(
                        "select r.name from RoleEntity r where r.realmId = :realm and r.clientRole = false"
                                + " and lower(r.name) in :reserved and r.name not in :names",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("reserved", BuiltInRole.lowerCaseNames())
                .setParameter("names", BuiltInRole.names())
                .getResultList();
        if (!imitations.isEmpty()) {
            return "Role name " + imitations.get(0) + " is reserved for the built-in role "
                    + BuiltInRole.named(imitations.get(0)).orElseThrow().roleName();
        }
        List<String> systemLevelRoles = em.createQuery(
                        "select r.id from RoleEntity r where r.realmId = :realm and r.clientRole = false"
                                + " and r.name in :names",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("names", BuiltInRole.systemLevelNames())
                .getResultList();
        if (!systemLevelRoles.isEmpty() && isHeld(em, systemLevelRoles)) {
            return "The roles " + String.join(" and ", BuiltInRole.systemLevelNames())
                    + " belong to the system level and cannot be given to anybody in a tenant";
        }
        return null;
    }

    private static boolean isHeld(EntityManager em, List<String> roleIds) {
        return List.of(
                        "select count(m) from UserRoleMappingEntity m where m.roleId in :roles",
                        "select count(m) from GroupRoleMappingEntity m where m.roleId in :roles",
                        "select count(m) from CompositeRoleEntity m where m.childRole.id in :roles")
                .stream()
                .anyMatch(query -> em.createQuery(query, Long.class)
                                .setParameter("roles", roleIds)
                                .getSingleResult()
                        > 0);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RoleNameChangeEvent renamed) {
                onRename(renamed);
            } else if (event instanceof RoleRemovedEvent removed) {
                onRemoval(removed.getKeycloakSession(), removed.getRole());
            } else if (event instanceof PartialImportRealmFromRepresentationEvent imported) {
                onPartialImport(imported);
            } else if (event instanceof RealmPostCreateEvent created && isTenant(created.getCreatedRealm())) {
                String problem = problem(created.getKeycloakSession(), created.getCreatedRealm());
                if (problem != null) {
                    throw new ModelValidationException(problem);
                }
            }
        });
    }

    /** The admin events of a partial import are no events of roles, and users and groups in it hold roles. */
    private static void onPartialImport(PartialImportRealmFromRepresentationEvent imported) {
        RealmModel realm = imported.getRealm();
        if (!isTenant(realm)) {
            return;
        }
        PartialImportRepresentation representation = imported.getRep();
        RolesRepresentation roles = representation.getRoles();
        if (roles != null && roles.getRealm() != null && representation.getPolicy() == Policy.OVERWRITE) {
            roles.getRealm().stream()
                    .map(RoleRepresentation::getName)
                    .filter(BuiltInRole.names()::contains)
                    .findFirst()
                    .ifPresent(name -> {
                        throw refusalOfChange(name);
                    });
        }
        KeycloakSession session = imported.getSession();
        beforeCommit(session, () -> refuseProblem(session, realm));
    }

    private static void onRename(RoleNameChangeEvent renamed) {
        if (renamed.getClientId() == null && isTenant(renamed.getRealm())) {
            BuiltInRole.named(renamed.getPreviousName())
                    .filter(role -> role.roleName().equals(renamed.getPreviousName()))
                    .ifPresent(role -> {
                        throw refusalOfChange(role.roleName());
                    });
        }
    }

    private static void onRemoval(KeycloakSession session, RoleModel role) {
        if (role.isClientRole()
                || BuiltInRole.named(role.getName())
                        .filter(builtIn -> builtIn.roleName().equals(role.getName()))
                        .isEmpty()) {
            return;
        }
        RealmModel realm = (RealmModel) role.getContainer();
        if (isTenant(realm)) {
            String realmId = realm.getId();
            String roleName = role.getName();
            beforeCommit(session, () -> {
                RealmModel remaining = session.realms().getRealm(realmId);
                // A realm that is removed takes its roles with it.
                if (remaining != null && remaining.getRole(roleName) == null) {
                    throw refusal("Role " + roleName + " is built in and cannot be removed");
                }
            });
        }
    }

    private static boolean isTenant(RealmModel realm) {
        return realm != null && realm.getAttribute(TenantAttributes.SIP_DOMAIN) != null;
    }

    private static RuntimeException refusalOfChange(String roleName) {
        return refusal("Role " + roleName + " is built in and cannot be changed");
    }

    private static RuntimeException refusal(String message) {
        return ErrorResponse.error(message, Response.Status.FORBIDDEN);
    }

    private static void beforeCommit(KeycloakSession session, Runnable check) {
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                check.run();
            }

            @Override
            protected void rollbackImpl() {
                // Nothing to undo.
            }
        });
    }

    /** Every realm, as a tenant's administrator could otherwise switch the protection off. */
    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "pbx-built-in-roles";
    }
}
