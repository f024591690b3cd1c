package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.securitydata.Companies;
import io.keycloakpbx.securitydata.Company;
import io.keycloakpbx.securitydata.ItemRules;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.tenant.Tenant;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.utils.ModelToRepresentation;

/** Commands about companies, which are the operator's: at the administration realm only. None of them removes. */
final class CompanyCommands {

    static final String TYPE = "Company";
    static final String ID = "CompanyID";

    private static final String CODE = "Code";
    private static final String DENIED = "Manage Companies permission is required.";

    static final List<Command> ALL = List.of(
            new Operation(
                    "CreateCompany",
                    Shape.of("CreateCompanyReq")
                            .string(CODE)
                            .string(Members.DESCRIPTION)
                            .string(Members.NAME),
                    Shape.of("CreateCompanyResult").object(TYPE, EntityShape.of(TYPE)),
                    CompanyCommands::create),
            new Operation(
                    "ModifyCompany",
                    Shape.of("ModifyCompanyReq")
                            .string(CODE)
                            .integer(ID)
                            .string(Members.DESCRIPTION)
                            .string(Members.NAME),
                    Shape.of("ModifyCompanyResult").object(TYPE, EntityShape.of(TYPE)),
                    CompanyCommands::modify));

    private CompanyCommands() {}

    private static void requireManage(CommandCall call) {
        call.require(Tenant.isSystemLevel(call.realm()) && call.auth().realm().canManageRealm(), DENIED);
    }

    private static ObjectNode create(CommandCall call) {
        requireManage(call);
        Body request = call.request();
        String code = Members.requiredName(request, CODE);
        String name = Members.optionalName(request, Members.NAME);
        String description = description(request);
        call.requireValid();
        if (Companies.isDeclared(call.session(), code)) {
            throw CommandRefusal.of(
                    Reason.DUPLICATE,
                    TYPE,
                    0,
                    "There is a company " + code + " already; upper and lower case are no difference.");
        }
        return told(call, OperationType.CREATE, Companies.declare(call.session(), code, name, description));
    }

    private static ObjectNode modify(CommandCall call) {
        requireManage(call);
        Body request = call.request();
        int id = Members.id(request, ID);
        String code = request.optionalString(CODE, Members.MAX_TEXT);
        String name = Members.optionalName(request, Members.NAME);
        String description = description(request);
        call.requireValid();
        String known = call.numbered().companyCode(id);
        if (code != null && !code.equals(known)) {
            throw CommandRefusal.of(
                    Reason.NOT_ALLOWED,
                    TYPE,
                    id,
                    "Code cannot be changed: domains name the company by it. Leave it out, or as it is.");
        }
        OperationType operation =
                Companies.isDeclared(call.session(), known) ? OperationType.UPDATE : OperationType.CREATE;
        return told(call, operation, Companies.declare(call.session(), known, name, description));
    }

    private static String description(Body request) {
        return request.optionalString(Members.DESCRIPTION, ItemRules.MAX_DESCRIPTION_LENGTH);
    }

    private static ObjectNode told(CommandCall call, OperationType operation, ComponentModel component) {
        call.event(
                operation,
                ResourceType.COMPONENT,
                ModelToRepresentation.toRepresentation(call.session(), component, false),
                "components",
                component.getId());
        Database.flush(call.session());
        Company company =
                Companies.declared(call.session(), List.of(component.getName())).get(component.getName());
        ObjectNode result = EntityShape.members()
                .put(CODE, company.code())
                .put(ID, call.numbered().numberOf(NumberKind.COMPANY, company.code()))
                .put(Members.DESCRIPTION, company.description())
                .put(Members.NAME, company.name());
        ObjectNode members = EntityShape.members();
        members.set(TYPE, result);
        return members;
    }
}
