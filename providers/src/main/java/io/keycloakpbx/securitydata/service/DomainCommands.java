package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.keycloak.ContextRealm;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.securitydata.ApplicationInstances;
import io.keycloakpbx.securitydata.AuthorizationProvider;
import io.keycloakpbx.securitydata.AuthorizationProviders;
import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.Domain;
import io.keycloakpbx.securitydata.DomainChange;
import io.keycloakpbx.securitydata.ItemRules;
import io.keycloakpbx.securitydata.SecurityData;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.RowLock;
import io.keycloakpbx.tenant.SipDomain;
import io.keycloakpbx.tenant.Tenant;
import io.keycloakpbx.tenant.TenantCreation;
import io.keycloakpbx.tenant.TenantProvider;
import io.keycloakpbx.tenant.TenantRepresentation;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;

/**
 * Commands about domains, which are realms: at the administration realm those of all tenants, at a realm's own base URL that
 * one. What is the operator's stays it: only administrators of the administration realm make and remove domains, and say which
 * company one is of.
 */
final class DomainCommands {

    private static final Logger LOG = Logger.getLogger(DomainCommands.class);

    static final String TYPE = "Domain";
    static final String ID = "DomainID";

    /** What callers lack in their own domain. */
    private static final String DENIED = "Manage Domains permission is required to make this call.";

    /** What callers lack who ask for what is the operator's, or for another domain. */
    private static final String DENIED_OUTSIDE =
            "Manage Companies permission is required to manage domains outside the requesting user's company.";

    private static final String ALLOW_LIST = "EnableIPAllowList";
    private static final String PASSWORD_SETTING = "PasswordSetting";

    private static final Shape SHAPE = Shape.of(TYPE)
            .list(DomainItems.PROVIDERS, DomainItems.PROVIDER)
            .string("Company")
            .integer(Members.COMPANY_ID)
            .string(Members.DESCRIPTION)
            .list(DomainItems.APPLICATIONS, DomainItems.APPLICATION)
            .integer(ID)
            .bool(ALLOW_LIST)
            .string(Members.NAME)
            .object(PASSWORD_SETTING, PasswordSettingMembers.RESULT);

    static final List<Command> ALL = List.of(
            new Operation(
                    "CreateDomain",
                    request("CreateDomainReq"),
                    EntityShape.result("CreateDomain", TYPE, SHAPE),
                    DomainCommands::create),
            new Operation(
                    "ModifyDomain",
                    request("ModifyDomainReq")
                            .list(DomainItems.PROVIDERS, DomainItems.PROVIDER)
                            .list(DomainItems.APPLICATIONS, DomainItems.APPLICATION)
                            .integer(ID)
                            .bool(Members.REMOVE),
                    EntityShape.result("ModifyDomain", TYPE, SHAPE),
                    DomainCommands::modify));

    private DomainCommands() {}

    private static Shape request(String name) {
        return Shape.of(name)
                .integer(Members.COMPANY_ID)
                .string(Members.DESCRIPTION)
                .bool(ALLOW_LIST)
                .string(Members.NAME)
                .object(PASSWORD_SETTING, PasswordSettingMembers.REQUEST);
    }

    private static ObjectNode create(CommandCall call) {
        call.require(
                Tenant.isSystemLevel(call.realm()) && TenantCreation.isAllowed(call.session(), call.caller()),
                DENIED_OUTSIDE);
        Body request = call.request();
        String name = request.requiredString(Members.NAME, SipDomain.MAX_LENGTH);
        if (name != null && SipDomain.parse(name).isEmpty()) {
            request.violation(Members.NAME, "Name must be a SIP domain: a host name, an IP address or host:port");
        }
        Change change = Change.read(request);
        call.requireValid();
        DomainChange made = change.of(call, null);
        TenantCreation creation = new TenantCreation(call.caller(), call.event());
        TenantRepresentation tenant = new TenantRepresentation(null, null, null, null, name, null, null, null, null);
        String realmId;
        try {
            realmId = TenantProvider.of(call.session())
                    .create(tenant, (own, realm) -> {
                        realm.setAttribute(SecurityData.ATTRIBUTE, Boolean.TRUE.toString());
                        ContextRealm.run(own, realm, () -> made.applyTo(own, realm));
                        creation.created(own, realm, null);
                    })
                    .id();
        } catch (ModelDuplicateException e) {
            throw CommandRefusal.of(Reason.DUPLICATE, TYPE, 0, "There is a domain " + name + " already.");
        }
        return EntityResult.kept(TYPE, made(call, realmId, name));
    }

    /** It is there already: whoever were refused and asked again would be told that it is a duplicate. */
    private static ObjectNode made(CommandCall call, String realmId, String name) {
        try {
            RealmModel realm = call.session().realms().getRealm(realmId);
            ObjectNode members = call.in(realm, DomainCommands::members);
            Database.flush(call.session());
            return members;
        } catch (RuntimeException e) {
            LOG.warnf(e, "Domain %s has been made, and cannot be shown", name);
            // What shows it makes numbers at most.
            call.session().getTransactionManager().setRollbackOnly();
            Database.entities(call.session()).clear();
            call.warn(TYPE, 0, "Domain " + name + " has been made, but cannot be shown at the moment.");
            return EntityShape.members().put(Members.NAME, name);
        }
    }

    private static ObjectNode modify(CommandCall call) {
        int id = Members.id(call.request(), ID);
        RealmModel realm = manageable(call, id);
        boolean remove = Members.remove(call.request());
        call.require(!remove || Tenant.isSystemLevel(call.realm()), DENIED_OUTSIDE);
        if (remove) {
            call.requireValid();
            return remove(call, realm, id);
        }
        Change change = Change.read(call.request());
        call.require(
                change.companyId() == null
                        || Tenant.isSystemLevel(call.caller().getRealm())
                        || change.companyId()
                                == Companies.ownerOf(call.session(), realm).companyId(),
                DENIED_OUTSIDE);
        return EntityResult.kept(TYPE, call.in(realm, own -> change(own, change, id)));
    }

    /** The domain, which the caller may manage. Who may not look around is told the same of one that is not there. */
    private static RealmModel manageable(CommandCall call, int id) {
        if (!Tenant.isSystemLevel(call.realm())) {
            call.require(call.auth().realm().canManageRealm(), DENIED);
            call.requireValid();
            call.require(Companies.ownerOf(call.session(), call.realm()).domainId() == id, DENIED_OUTSIDE);
            return call.realm();
        }
        RealmModel realm = call.numbered().findDomain(id).filter(Tenant::is).orElse(null);
        call.require(
                realm == null
                        ? call.auth().realm().canManageRealm()
                        : call.in(realm, own -> own.auth().realm().canManageRealm()),
                DENIED_OUTSIDE);
        if (realm == null) {
            call.requireValid();
            throw Numbered.unknown(NumberKind.DOMAIN, id);
        }
        return realm;
    }

    private static ObjectNode change(CommandCall call, Change change, int id) {
        RealmModel realm = call.realm();
        String name = call.request().optionalString(Members.NAME, ItemRules.MAX_NAME_LENGTH);
        DomainItems items = DomainItems.read(call);
        call.requireValid();
        if (name != null && !name.equals(realm.getName())) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    TYPE,
                    id,
                    "Name cannot be changed: users sign in with it, and tokens say it. Leave it out, or as it is.");
        }
        // What others have changed until now is not to be written back: some of it is parts of one text.
        if (!RowLock.values(call.session(), realm)) {
            throw Numbered.unknown(NumberKind.DOMAIN, id);
        }
        change.of(call, realm).applyTo(call.session(), realm);
        items.apply();
        Database.flush(call.session());
        ObjectNode domain = members(call);
        call.event(OperationType.UPDATE, ResourceType.REALM, domain);
        return domain;
    }

    private static ObjectNode remove(CommandCall call, RealmModel realm, int id) {
        ObjectNode domain = call.in(realm, DomainCommands::members);
        TenantProvider tenants = TenantProvider.of(call.session());
        TenantRepresentation tenant = tenants.getTenant(realm);
        TenantCreation creation = new TenantCreation(call.caller(), call.event());
        if (!tenants.delete(
                realm, (own, there) -> requireEmpty(own, there, id), own -> creation.removed(own, tenant))) {
            throw Numbered.unknown(NumberKind.DOMAIN, id);
        }
        return EntityResult.removed(TYPE, domain);
    }

    /** All users count, also those whom the caller may not see. */
    private static void requireEmpty(KeycloakSession own, RealmModel realm, int id) {
        int users = ShownUsers.unfiltered(own, () -> own.users().getUsersCount(realm));
        if (users > 0) {
            throw CommandRefusal.of(
                    Reason.IN_USE, TYPE, id, "Domain " + realm.getName() + " has users; remove them first.");
        }
    }

    private static ObjectNode members(CommandCall call) {
        KeycloakSession session = call.session();
        RealmModel realm = call.realm();
        Domain domain = Domain.of(session, realm);
        ObjectNode members = EntityShape.members();
        ArrayNode providers = members.putArray(DomainItems.PROVIDERS);
        AuthorizationProviders.of(session, realm).stream()
                .filter(AuthorizationProvider::enabled)
                .map(DomainItems::members)
                .forEach(providers::add);
        members.put("Company", domain.owner().company())
                .put(Members.COMPANY_ID, domain.owner().companyId())
                .put(Members.DESCRIPTION, domain.description());
        ArrayNode applications = members.putArray(DomainItems.APPLICATIONS);
        ApplicationInstances.of(session, realm).stream()
                .filter(instance -> instance.client().isEnabled())
                .map(DomainItems::members)
                .forEach(applications::add);
        members.put(ID, domain.owner().domainId())
                .put(ALLOW_LIST, domain.enableIpAllowList())
                .put(Members.NAME, domain.owner().domain())
                .set(PASSWORD_SETTING, PasswordSettingMembers.members(domain.passwordSetting()));
        return members;
    }

    /**
     * What a request makes of a domain.
     *
     * @param domain without the company
     * @param companyId null to leave it as it is
     */
    private record Change(DomainChange domain, Integer companyId) {

        static Change read(Body request) {
            return new Change(
                    new DomainChange(
                            request.optionalString(Members.DESCRIPTION, ItemRules.MAX_DESCRIPTION_LENGTH),
                            null,
                            request.optionalBoolean(ALLOW_LIST),
                            PasswordSettingMembers.read(request)),
                    Members.optionalId(request, Members.COMPANY_ID));
        }

        /**
         * With the company.
         *
         * @param realm null for one that is to be made
         */
        DomainChange of(CommandCall call, RealmModel realm) {
            return new DomainChange(
                    domain.description(), company(call, realm), domain.enableIpAllowList(), domain.passwordSetting());
        }

        private String company(CommandCall call, RealmModel realm) {
            if (companyId == null
                    || realm != null && Companies.ownerOf(call.session(), realm).companyId() == companyId) {
                return null;
            }
            String code = call.numbered().companyCode(companyId);
            boolean isOwn = realm != null && code.equals(realm.getName());
            if (!isOwn && Companies.declared(call.session(), List.of(code)).isEmpty()) {
                throw Numbered.unknown(NumberKind.COMPANY, Objects.requireNonNull(companyId));
            }
            return code;
        }
    }
}
