package io.keycloakpbx.operator;

import io.keycloakpbx.operatorrole.OperatorRole;
import io.keycloakpbx.operatorrole.OperatorRoleProvider;
import io.keycloakpbx.role.BaseRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The roles that an operator is to have: those that there are, and those that are to be made. Whether the caller may give each,
 * with all that it contains, is looked at here, before anything is done.
 *
 * @param roleIds the ids of roles that there are
 * @param definitions custom roles that are to be made
 */
record RolePlan(Set<String> roleIds, List<Definition> definitions) {

    private static final int LETTERS = 26;

    /**
     * A custom role that is to be made.
     *
     * @param isOfBase whether it was named like a base role, and may have any name that is free
     */
    record Definition(OperatorRole role, boolean isOfBase) {}

    /**
     * Plans roles.
     *
     * @param held the ids of the roles that the operator has already, and which need no right to be kept
     * @param refusal the code of a role that the caller may not give
     */
    static RolePlan of(
            OperatorRequest request,
            List<String> baseRoles,
            List<CustomRoleInput> customRoles,
            Set<String> held,
            OperatorError refusal,
            OperatorProblems problems) {
        OperatorRoleProvider provider = OperatorRoleProvider.of(request.session());
        RoleGrants grants = new RoleGrants(request);
        RolePlan plan = new RolePlan(new LinkedHashSet<>(), new ArrayList<>());
        List<RoleModel> given = new ArrayList<>();
        baseRoles.forEach(name -> base(request.realm(), name, problems).ifPresent(given::add));
        for (CustomRoleInput input : customRoles) {
            if (input.definition() == null) {
                existing(request.realm(), provider, input, problems).ifPresent(given::add);
            } else {
                OperatorRole definition = named(input.definition());
                boolean isOfBase = definition != input.definition();
                definition.baseRoles().stream()
                        .filter(name -> BaseRole.named(name).isPresent())
                        .forEach(name -> base(request.realm(), name, problems));
                provider.violationsOf(request.realm(), definition).forEach(problems::say);
                if (!request.mayManageRoles()) {
                    problems.say(refusal, "You may not make custom roles");
                }
                grants.beyondReach(definition).ifPresent(lack -> problems.say(refusal, lack.message(), lack.hint()));
                plan.definitions.add(new Definition(definition, isOfBase));
            }
        }
        checkTogether(given, held, provider, problems);
        given.forEach(role -> plan.roleIds.add(role.getId()));
        given.stream()
                .distinct()
                .filter(role -> !held.contains(role.getId()) && !grants.mayGrant(role))
                .forEach(role -> problems.say(
                        refusal,
                        "You may not grant role " + role.getName(),
                        ConsoleHint.of(role, "pbxErrorMayNotGrant")));
        return plan;
    }

    /** Base roles, whichever member names them, go together by the rules; those that somebody has already may be sent back. */
    private static void checkTogether(
            List<RoleModel> given, Set<String> held, OperatorRoleProvider provider, OperatorProblems problems) {
        List<RoleModel> base = given.stream()
                .filter(role -> BaseRole.of(role).isPresent())
                .distinct()
                .toList();
        if (base.stream().allMatch(role -> held.contains(role.getId()))) {
            return;
        }
        if (base.size() > OperatorInput.MAX_ROLES) {
            problems.add(OperatorError.OPERATOR_INVALID_ROLE_LIST_SIZE);
        }
        provider.violationsOf(base.stream().map(RoleModel::getName).toList()).forEach(problems::say);
    }

    private static Optional<RoleModel> base(RealmModel realm, String name, OperatorProblems problems) {
        Optional<BaseRole> base = BaseRole.named(name);
        if (base.isEmpty()) {
            problems.say(
                    OperatorError.AUTH_ROLE_INVALID,
                    OperatorError.AUTH_ROLE_INVALID.text(name),
                    ConsoleHint.ofGone(ConsoleHint.ROLES));
            return Optional.empty();
        }
        Optional<RoleModel> role = base.get().in(realm);
        if (role.isEmpty()) {
            problems.say(OperatorError.AUTH_ROLE_INVALID, base.get().missing(), ConsoleHint.ofGone(ConsoleHint.ROLES));
        }
        return role;
    }

    private static Optional<RoleModel> existing(
            RealmModel realm, OperatorRoleProvider provider, CustomRoleInput input, OperatorProblems problems) {
        if (input.id() == null && input.name() == null) {
            // Noted when it was read.
            return Optional.empty();
        }
        if (input.id() == null && BaseRole.named(input.name()).isPresent()) {
            return base(realm, input.name(), problems);
        }
        Optional<OperatorRole> role =
                input.id() != null ? provider.role(realm, input.id()) : provider.named(realm, input.name());
        if (role.isEmpty()) {
            problems.say(
                    OperatorError.AUTH_ROLE_INVALID,
                    "The tenant has no custom role with the "
                            + (input.id() != null
                                    ? "id " + OperatorError.shown(input.id())
                                    : "name " + OperatorError.shown(input.name())),
                    ConsoleHint.ofGone(ConsoleHint.CUSTOM_ROLES));
        }
        return role.map(found -> realm.getRoleById(found.id()));
    }

    /** A definition by the name of a base role is that role with more or less: it contains it, and has a name of its own. */
    private static OperatorRole named(OperatorRole definition) {
        if (BaseRole.named(definition.name()).isEmpty()) {
            return definition;
        }
        Set<String> baseRoles = new LinkedHashSet<>(List.of(definition.name()));
        baseRoles.addAll(definition.baseRoles());
        return renamed(definition, definition.name() + "_custom", new ArrayList<>(baseRoles));
    }

    private static OperatorRole renamed(OperatorRole role, String name, List<String> baseRoles) {
        return new OperatorRole(
                null,
                name,
                role.description(),
                baseRoles,
                role.permissions(),
                role.disallowPermissions(),
                role.customPermissions(),
                role.disabled(),
                role.inactive());
    }

    /** Makes what is to be made, and gives a user these roles and no others of operators. */
    void apply(KeycloakSession session, RealmModel realm, UserModel user, Set<String> held) {
        OperatorRoleProvider provider = OperatorRoleProvider.of(session);
        Set<String> wanted = new LinkedHashSet<>(roleIds);
        for (Definition definition : definitions) {
            wanted.add(RoleRefusals.refusing(() -> provider.create(
                            realm, definition.isOfBase() ? free(realm, definition.role()) : definition.role()))
                    .id());
        }
        for (String id : held) {
            RoleModel role = realm.getRoleById(id);
            if (!wanted.contains(id) && role != null) {
                takeAway(user, role);
            }
        }
        for (String id : wanted) {
            RoleModel role = realm.getRoleById(id);
            if (role == null) {
                throw OperatorErrors.refused(List.of(new OperatorErrors.Item(
                        OperatorError.AUTH_ROLE_INVALID.name(),
                        "A role has been removed in the meantime",
                        ConsoleHint.ofGone(null))));
            }
            if (!held.contains(id)) {
                user.grantRole(role);
            }
        }
    }

    private static void takeAway(UserModel user, RoleModel role) {
        try {
            user.deleteRoleMapping(role);
        } catch (ModelException e) {
            // A directory's, which says so by no exception of its own.
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS);
        }
    }

    /** Of definitions by the name of a base role there may be several, and names have no digits. */
    private static OperatorRole free(RealmModel realm, OperatorRole definition) {
        String name = definition.name();
        for (int i = 0; realm.getRole(name) != null && i < LETTERS * LETTERS; i++) {
            name = definition.name() + '_' + (char) ('a' + i / LETTERS) + (char) ('a' + i % LETTERS);
        }
        return renamed(definition, name, definition.baseRoles());
    }
}
