package io.keycloakpbx.tests.securitydata;

import static io.keycloakpbx.tests.securitydata.CommandTenant.members;
import static io.keycloakpbx.tests.securitydata.CommandTenant.refused;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.error;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.forbidden;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.invalid;
import static io.keycloakpbx.tests.securitydata.SecurityServiceApi.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tests.Keycloak;
import io.keycloakpbx.tests.OnKeycloak;
import io.keycloakpbx.tests.Realm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Domains are made, changed and removed by commands. */
@OnKeycloak
@Isolated("the administration realm has security data meanwhile")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainCommandsIT {

    private static final String TYPE = "Domain";
    private static final String DENIED = "Manage Domains permission is required to make this call.";
    private static final String OUTSIDE =
            "Manage Companies permission is required to manage domains outside the requesting user's company.";

    private final Keycloak keycloak;
    private final Realm realm;
    private final CommandTenant tenant;
    private final Realm administration;
    private final CommandTenant master;
    private final int id;

    DomainCommandsIT(Keycloak keycloak, Realm realm) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.tenant = new CommandTenant(keycloak, realm);
        this.administration = keycloak.realm("master");
        this.master = new CommandTenant(keycloak, administration);
        this.id = tenant.number(TYPE, "DomainID gt 0");
    }

    @AfterAll
    void switchOff() {
        administration.attribute("pbx.securityData", "");
    }

    private JsonNode realm(Realm of) {
        return keycloak.admin()
                .get(of.adminPath(""))
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    @Test
    void oneIsMadeChangedAndRemovedAtMaster() {
        int company = master.done("CreateCompany", "Code", "domains " + realm.name(), "Name", "Domains")
                .path("Company")
                .path("CompanyID")
                .intValue();
        JsonNode made = master.done(
                "CreateDomain",
                "Name",
                "made.commands.test",
                "Description",
                "Made",
                "CompanyID",
                company,
                "EnableIPAllowList",
                true,
                "PasswordSetting",
                members("MinimumLength", 9, "ExpirationDays", 90));
        int number = made.path(TYPE).path("DomainID").intValue();
        assertThat(made.path("RemoveSuccessful").booleanValue()).isFalse();
        JsonNode domain = made.path(TYPE);
        assertThat(domain.path("Name").textValue()).isEqualTo("made.commands.test");
        assertThat(domain.path("Company").textValue()).isEqualTo("Domains");
        assertThat(domain.path("CompanyID").intValue()).isEqualTo(company);
        assertThat(domain.path("EnableIPAllowList").booleanValue()).isTrue();
        assertThat(domain.path("PasswordSetting").path("MinimumLength").intValue())
                .isEqualTo(9);
        assertThat(domain.path("PasswordSetting").path("ExpirationDays").intValue())
                .isEqualTo(90);
        Realm own = keycloak.realm("made.commands.test");
        JsonNode representation = realm(own);
        assertThat(representation.path("attributes").path("pbx.sipDomain").textValue())
                .isEqualTo("made.commands.test");
        assertThat(representation.path("attributes").path("pbx.securityData").textValue())
                .isEqualTo("true");
        assertThat(representation.path("passwordPolicy").textValue()).contains("length(9)");
        assertThat(administration.adminEvents("tenants/made.commands.test"))
                .extracting(Realm.AdminEvent::operationType)
                .containsExactly("CREATE");
        refused(
                master.json("CreateDomain", "Name", "made.commands.test"),
                409,
                error(500304, TYPE, 0, 0, "There is a domain made.commands.test already."));

        // Through master, in the tenant's own log of events.
        own.clearEvents();
        JsonNode changed = master.done("ModifyDomain", "DomainID", number, "Description", "");
        assertThat(changed.path(TYPE).path("Description").isNull()).isTrue();
        assertThat(own.adminEvents()).singleElement().satisfies(event -> {
            assertThat(event.operationType() + event.resourceType()).isEqualTo("UPDATEREALM");
            assertThat(event.representation()).contains("\"Description\":null");
        });

        String user = own.createUser("still-here", "Still-here-1!");
        refused(
                master.json("ModifyDomain", "DomainID", number, "Remove", true),
                409,
                error(500305, TYPE, number, 0, "Domain made.commands.test has users; remove them first."));
        own.deleteUser(user);
        refused(
                new CommandTenant(keycloak, own).json("ModifyDomain", "DomainID", number, "Remove", true),
                403,
                forbidden(TYPE, OUTSIDE));
        JsonNode removed = master.done("ModifyDomain", "DomainID", number, "Remove", true);
        assertThat(removed.path("RemoveSuccessful").booleanValue()).isTrue();
        assertThat(removed.path(TYPE)).isEqualTo(changed.path(TYPE));
        keycloak.admin().get(own.adminPath("")).then().statusCode(404);
        assertThat(administration.adminEvents("tenants/made.commands.test"))
                .extracting(event -> event.operationType() + ' ' + event.resourceType())
                .containsExactly("DELETE PBX_TENANT", "CREATE PBX_TENANT");
        refused(master.json("ModifyDomain", "DomainID", number, "Remove", true), 404, unknown(TYPE, number));
    }

    @Test
    void theResultIsWhatTheContractShows() {
        JsonNode domain = tenant.done("ModifyDomain", "DomainID", id).path(TYPE);
        assertThat(domain.fieldNames())
                .toIterable()
                .containsExactly(
                        "AllowedAuthorizationProviders",
                        "Company",
                        "CompanyID",
                        "Description",
                        "DomainApplications",
                        "DomainID",
                        "EnableIPAllowList",
                        "Name",
                        "PasswordSetting");
        assertThat(domain.path("PasswordSetting").fieldNames())
                .toIterable()
                .containsExactly(
                        "ExpirationDays",
                        "ExpirationWarningDays",
                        "FailedLogOnsAllowed",
                        "MinimumChangeDays",
                        "MinimumLength",
                        "NumberOfSecurityQuestions",
                        "RememberLastNumber",
                        "ResetLockoutMinutes",
                        "ResetRetryMinutes");
        assertThat(domain.path("DomainApplications").path(0).fieldNames())
                .toIterable()
                .containsExactly("ApplicationInstance", "ApplicationInstanceID", "Remove");
        JsonNode read = tenant.entity(TYPE, id);
        for (String member : List.of("Company", "CompanyID", "Description", "EnableIPAllowList", "Name")) {
            assertThat(domain.path(member)).as(member).isEqualTo(read.path(member));
        }
    }

    @Test
    void passwordSettingsAreBroughtIntoTheRealm() {
        Realm own = keycloak.tenant();
        CommandTenant api = new CommandTenant(keycloak, own);
        own.update(of -> of.put("passwordPolicy", "notUsername and length(8) and hashAlgorithm(pbkdf2-sha512)")
                .put("bruteForceProtected", true)
                .put("failureFactor", 5)
                .put("waitIncrementSeconds", 90)
                .put("maxDeltaTimeSeconds", 43200));
        int number = api.number(TYPE, "DomainID gt 0");
        JsonNode before =
                api.done("ModifyDomain", "DomainID", number).path(TYPE).path("PasswordSetting");
        assertThat(before.path("ResetLockoutMinutes").intValue()).isEqualTo(2);
        // What is sent back as it was is no change, parts of minutes included.
        api.done("ModifyDomain", "DomainID", number, "PasswordSetting", before);
        assertThat(realm(own).path("waitIncrementSeconds").intValue()).isEqualTo(90);
        assertThat(realm(own).path("passwordPolicy").textValue())
                .isEqualTo("notUsername and length(8) and hashAlgorithm(pbkdf2-sha512)");

        api.done(
                "ModifyDomain",
                "DomainID",
                number,
                "PasswordSetting",
                members(
                        "ExpirationDays", 14,
                        "ExpirationWarningDays", 7,
                        "FailedLogOnsAllowed", 3,
                        "MinimumChangeDays", 1,
                        "MinimumLength", 10,
                        "NumberOfSecurityQuestions", 4,
                        "RememberLastNumber", 6,
                        "ResetLockoutMinutes", 10,
                        "ResetRetryMinutes", 15,
                        "EnforceStrong", true,
                        "Strength", "At least eight characters",
                        "StrengthRegex", "^.*(?=.{'8',})(?=.*\\S).*$"));
        JsonNode after = api.entity(TYPE, number);
        assertThat(after.path("StrengthRegex").textValue()).isEqualTo("^.*(?=.{8,})(?=.*\\S).*$");
        assertThat(after.path("Strength").textValue()).isEqualTo("At least eight characters");
        assertThat(after.path("EnforceStrong").booleanValue()).isTrue();
        Map.of(
                        "ExpirationDays", 14,
                        "ExpirationWarningDays", 7,
                        "FailedLogOnsAllowed", 3,
                        "MinimumChangeDays", 1,
                        "MinimumLength", 10,
                        "NumberOfSecurityQuestions", 4,
                        "RememberLastNumber", 6,
                        "ResetLockoutMinutes", 10,
                        "ResetRetryMinutes", 15)
                .forEach((name, value) ->
                        assertThat(after.path(name).intValue()).as(name).isEqualTo(value));
        JsonNode representation = realm(own);
        assertThat(representation.path("passwordPolicy").textValue())
                .startsWith("notUsername and length(10) and hashAlgorithm(pbkdf2-sha512)")
                .contains("passwordHistory(6)", "forceExpiredPasswordChange(14)", "pbxMinimumChangeDays(1)");
        assertThat(representation.path("waitIncrementSeconds").intValue()).isEqualTo(600);
        assertThat(representation.path("maxFailureWaitSeconds").intValue()).isEqualTo(600);
        assertThat(representation.path("maxDeltaTimeSeconds").intValue()).isEqualTo(900);

        api.done(
                "ModifyDomain",
                "DomainID",
                number,
                "PasswordSetting",
                members(
                        "ExpirationDays", 0,
                        "FailedLogOnsAllowed", 0,
                        "MinimumChangeDays", 0,
                        "MinimumLength", 0,
                        "RememberLastNumber", 0,
                        "ResetLockoutMinutes", 0,
                        "ResetRetryMinutes", 0,
                        "EnforceStrong", false,
                        "Strength", ""));
        representation = realm(own);
        assertThat(representation.path("passwordPolicy").textValue())
                .isEqualTo("notUsername and hashAlgorithm(pbkdf2-sha512)");
        assertThat(representation.path("bruteForceProtected").booleanValue()).isFalse();
        assertThat(api.entity(TYPE, number).path("Strength").isNull()).isTrue();
    }

    @Test
    void whatIsWrongIsToldAtOnceAndNothingIsKept() {
        refused(
                tenant.json(
                        "ModifyDomain",
                        "DomainID",
                        id,
                        "Description",
                        "x".repeat(1001),
                        "EnableIPAllowList",
                        "yes",
                        "PasswordSetting",
                        members("MinimumLength", -1, "StrengthRegex", "((a+)+)+\\1!", "ResetRetryMinutes", "soon")),
                400,
                invalid(TYPE, "Description must have at most 1000 characters"),
                invalid(TYPE, "EnableIPAllowList must be true or false"),
                invalid(TYPE, "PasswordSetting.MinimumLength must be a whole number from 0 to 255"),
                invalid(TYPE, "PasswordSetting.ResetRetryMinutes must be a whole number from 0 to 525600"),
                invalid(
                        TYPE,
                        "PasswordSetting.StrengthRegex takes too long for some passwords of 30 characters; repeat"
                                + " nothing that repeats something itself"));
        refused(
                tenant.json(
                        "ModifyDomain",
                        "DomainID",
                        id,
                        "Description",
                        "Not kept",
                        "PasswordSetting",
                        members("FailedLogOnsAllowed", 5, "ResetLockoutMinutes", 0)),
                400,
                invalid(
                        TYPE,
                        "ResetLockoutMinutes and ResetRetryMinutes must be 1 or more where FailedLogOnsAllowed is"));
        refused(
                tenant.json("ModifyDomain", "DomainID", id, "Description", "Not kept", "Name", "renamed.test"),
                403,
                error(
                        500306,
                        TYPE,
                        id,
                        0,
                        "Name cannot be changed: users sign in with it, and tokens say it. Leave it out, or as it"
                                + " is."));
        refused(
                tenant.json(
                        "ModifyDomain",
                        "DomainID",
                        id,
                        "Description",
                        "Not kept",
                        "DomainApplications",
                        List.of(members("ApplicationInstanceID", 2_000_000_000))),
                404,
                error(
                        500302,
                        "ApplicationInstance",
                        2_000_000_000,
                        1,
                        "There is no ApplicationInstance with the ID 2000000000."));
        refused(tenant.json("ModifyDomain"), 400, invalid(TYPE, "DomainID is required"));
        refused(
                master.json("CreateDomain", "Name", "no domain!"),
                400,
                invalid(TYPE, "Name must be a SIP domain: a host name, an IP address or host:port"));
        refused(
                master.json("CreateDomain", "Name", "company.commands.test", "CompanyID", 2_000_000_000),
                404,
                unknown("Company", 2_000_000_000));
        assertThat(tenant.entity(TYPE, id).path("Description").textValue()).isNotEqualTo("Not kept");
    }

    @Test
    void applicationsAndProvidersAreAllowedAndNot() {
        int instance = tenant.number("ApplicationInstance", "RelyingPartyURI eq 'http://idibilling.com/webservices'");
        keycloak.admin()
                .body(Map.of(
                        "alias",
                        "allowed",
                        "providerId",
                        "oidc",
                        "config",
                        Map.of(
                                "clientId",
                                "c",
                                "clientSecret",
                                "hush",
                                "authorizationUrl",
                                "https://idp.test/a",
                                "tokenUrl",
                                "https://idp.test/t")))
                .post(realm.adminPath("/identity-provider/instances"))
                .then()
                .statusCode(201);
        int provider = tenant.number("AuthorizationProvider", "Identifier eq 'allowed'");
        realm.clearEvents();
        JsonNode domain = tenant.done(
                        "ModifyDomain",
                        "DomainID",
                        id,
                        "DomainApplications",
                        // That it is said twice is one change.
                        List.of(
                                members("ApplicationInstanceID", instance, "Remove", true),
                                members("ApplicationInstanceID", instance, "Remove", true)),
                        "AllowedAuthorizationProviders",
                        List.of(members("AuthorizationProviderID", provider, "ShowOnLogOn", false)))
                .path(TYPE);
        assertThat(domain.path("DomainApplications").findValuesAsText("ApplicationInstanceID"))
                .doesNotContain(Integer.toString(instance));
        assertThat(domain.path("AllowedAuthorizationProviders").toString())
                .isEqualTo("[{\"AuthorizationProvider\":\"allowed\",\"AuthorizationProviderID\":" + provider
                        + ",\"Remove\":false,\"ShowOnLogOn\":false}]");
        assertThat(tenant.client("pbx-rest").path("enabled").booleanValue()).isFalse();
        assertThat(tenant.events())
                .containsExactlyInAnyOrder(
                        "UPDATE CLIENT clients/"
                                + tenant.client("pbx-rest").path("id").textValue(),
                        "UPDATE IDENTITY_PROVIDER identity-provider/instances/allowed",
                        "UPDATE REALM ");
        assertThat(realm.adminEvents().toString()).doesNotContain("hush");
        String answer = tenant.service()
                .soap(
                        "ModifyDomain",
                        "<DomainApplications><DomainApplication><ApplicationInstanceID>" + instance
                                + "</ApplicationInstanceID></DomainApplication></DomainApplications><DomainID>" + id
                                + "</DomainID><AllowedAuthorizationProviders><DomainAuthorizationProvider>"
                                + "<AuthorizationProviderID>" + provider
                                + "</AuthorizationProviderID><Remove>true</Remove>"
                                + "</DomainAuthorizationProvider></AllowedAuthorizationProviders>")
                .asString();
        assertThat(answer)
                .contains(
                        "<AllowedAuthorizationProviders/>",
                        "<ApplicationInstanceID>" + instance + "</ApplicationInstanceID><Remove>false</Remove>");
        assertThat(tenant.client("pbx-rest").path("enabled").booleanValue()).isTrue();
    }

    /** An organization that is disabled disables its providers, as long as it is so. */
    @Test
    void aProviderStaysEnabledWhileItsOrganizationIsDisabled() {
        Realm own = keycloak.tenant();
        CommandTenant organized = new CommandTenant(keycloak, own);
        own.update(settings -> settings.put("organizationsEnabled", true));
        keycloak.admin()
                .body(Map.of("name", "Sales", "alias", "sales", "domains", List.of(Map.of("name", "sales.example"))))
                .post(own.adminPath("/organizations"))
                .then()
                .statusCode(201);
        String organization =
                keycloak.admin().get(own.adminPath("/organizations")).path("[0].id");
        for (String alias : List.of("described", "allowed-again")) {
            keycloak.admin()
                    .body(Map.of(
                            "alias",
                            alias,
                            "providerId",
                            "oidc",
                            "config",
                            Map.of(
                                    "clientId",
                                    "c",
                                    "clientSecret",
                                    "hush",
                                    "authorizationUrl",
                                    "https://idp.test/a",
                                    "tokenUrl",
                                    "https://idp.test/t")))
                    .post(own.adminPath("/identity-provider/instances"))
                    .then()
                    .statusCode(201);
            keycloak.admin()
                    .body(alias)
                    .post(own.adminPath("/organizations/" + organization + "/identity-providers"))
                    .then()
                    .statusCode(204);
        }
        enable(own, organization, false);
        int described = organized.number("AuthorizationProvider", "Identifier eq 'described'");
        int allowed = organized.number("AuthorizationProvider", "Identifier eq 'allowed-again'");
        organized.done("ModifyAuthorizationProvider", "AuthorizationProviderID", described, "Description", "Theirs");
        organized.done(
                "ModifyDomain",
                "DomainID",
                organized.number(TYPE, "DomainID gt 0"),
                "AllowedAuthorizationProviders",
                List.of(members("AuthorizationProviderID", allowed, "ShowOnLogOn", false)));
        enable(own, organization, true);
        for (String alias : List.of("described", "allowed-again")) {
            assertThat(keycloak.admin()
                            .get(own.adminPath("/identity-provider/instances/" + alias))
                            .then()
                            .statusCode(200)
                            .extract()
                            .<Boolean>path("enabled"))
                    .as(alias)
                    .isTrue();
        }
    }

    private void enable(Realm of, String organization, boolean enabled) {
        keycloak.admin()
                .body(Map.of(
                        "name",
                        "Sales",
                        "alias",
                        "sales",
                        "enabled",
                        enabled,
                        "domains",
                        List.of(Map.of("name", "sales.example"))))
                .put(of.adminPath("/organizations/" + organization))
                .then()
                .statusCode(204);
    }

    @Test
    void whatKeycloakAllowsOfALockIsNoneOfAnotherSettingsBusiness() {
        Realm own = keycloak.tenant();
        CommandTenant locked = new CommandTenant(keycloak, own);
        own.update(settings -> settings.put("bruteForceProtected", true)
                .put("failureFactor", 5)
                .put("waitIncrementSeconds", 0));
        int number = locked.number(TYPE, "DomainID gt 0");
        JsonNode setting = locked.done(
                        "ModifyDomain", "DomainID", number, "PasswordSetting", members("MinimumLength", 10))
                .path(TYPE)
                .path("PasswordSetting");
        assertThat(setting.path("MinimumLength").intValue()).isEqualTo(10);
        refused(
                locked.json("ModifyDomain", "DomainID", number, "PasswordSetting", members("FailedLogOnsAllowed", 4)),
                400,
                invalid(
                        TYPE,
                        "ResetLockoutMinutes and ResetRetryMinutes must be 1 or more where FailedLogOnsAllowed is"));
    }

    /** An operator of one tenant who sees no users of the administration realm, where permissions are fine-grained. */
    @Test
    void usersWhomTheCallerMayNotSeeKeepADomain() {
        Realm full = keycloak.tenant();
        int number = master.number(TYPE, "Name eq '" + full.name() + "'");
        full.createUser("unseen", "Unseen-but-there-1!");
        String operator = administration.createUser("operator-of-" + full.name(), "Operator-of-one-1!");
        administration.grantClientRoles(operator, "master-realm", "query-users");
        administration.grantClientRoles(operator, full.name() + "-realm", "manage-realm", "view-realm");
        administration.update(settings -> settings.put("adminPermissionsEnabled", true));
        try {
            String token = administration.token("admin-cli", "operator-of-" + full.name(), "Operator-of-one-1!");
            refused(
                    master.jsonWith(token, "ModifyDomain", "DomainID", number, "Remove", true),
                    409,
                    error(500305, TYPE, number, 0, "Domain " + full.name() + " has users; remove them first."));
            keycloak.admin().get(full.adminPath("")).then().statusCode(200);
        } finally {
            administration.update(settings -> settings.put("adminPermissionsEnabled", false));
            administration.deleteUser(operator);
        }
    }

    @Test
    void administratorsOfATenantManageTheirOwnOnly() {
        String token = tenant.tokenOf("domain-boss", "manage-realm");
        JsonNode domain = SecurityServiceApi.result(
                tenant.jsonWith(token, "ModifyDomain", "DomainID", id, "Description", "By its own"));
        assertThat(domain.path(TYPE).path("Description").textValue()).isEqualTo("By its own");
        for (int other : List.of(id + 1, 2_000_000_000)) {
            refused(
                    tenant.jsonWith(token, "ModifyDomain", "DomainID", other, "Description", "Other"),
                    403,
                    forbidden(TYPE, OUTSIDE));
        }
        refused(tenant.jsonWith(token, "ModifyDomain", "DomainID", id, "Remove", true), 403, forbidden(TYPE, OUTSIDE));
        refused(
                tenant.jsonWith(token, "ModifyDomain", "DomainID", id, "CompanyID", 2_000_000_000),
                403,
                forbidden(TYPE, OUTSIDE));
        refused(tenant.jsonWith(token, "CreateDomain", "Name", "own.commands.test"), 403, forbidden(TYPE, OUTSIDE));
        refused(
                tenant.jsonWith(
                        token,
                        "ModifyDomain",
                        "DomainID",
                        id,
                        "AllowedAuthorizationProviders",
                        List.of(members("AuthorizationProviderID", 1))),
                403,
                forbidden(TYPE, "Manage companies permission is required to make this call."));
        int instance = tenant.number("ApplicationInstance", "RelyingPartyURI eq 'http://idibilling.com/webservices'");
        // Nobody learns which ids there are.
        for (int asked : List.of(instance, 2_000_000_000)) {
            refused(
                    tenant.jsonWith(
                            token,
                            "ModifyDomain",
                            "DomainID",
                            id,
                            "DomainApplications",
                            List.of(members("ApplicationInstanceID", asked))),
                    403,
                    error(500301, TYPE, 0, 1, "You do not have access: this needs the role manage-clients."));
        }
        assertThat(master.jsonWith(token, "ModifyDomain", "DomainID", id).statusCode())
                .isEqualTo(401);
        refused(
                tenant.jsonWith(tenant.tokenOf("domain-reader", "view-realm"), "ModifyDomain", "DomainID", id),
                403,
                forbidden(TYPE, DENIED));
    }
}
