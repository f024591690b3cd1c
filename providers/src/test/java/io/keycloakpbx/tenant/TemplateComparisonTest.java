package io.keycloakpbx.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

/** What comes of a template into a realm. The texts are {@code action kind name from -> to why}. */
class TemplateComparisonTest {

    private static final String ROLES = "{'roles': {'realm': [{'name': 'Agent', 'description': '%s'}]}}";

    @Test
    void aRealmThatSaysTheSameInOtherWordsIsNoDifference() {
        String template =
                """
                {'rememberMe': true, 'bruteForceProtected': false, 'displayName': 'x', 'supportedLocales': ['en', 'de'],
                 'eventsExpiration': 5, 'requiredActions': [{'alias': 'A', 'enabled': true, 'config': {}}],
                 'clients': [{'clientId': 'app', 'description': '', 'redirectUris': ['https://a.test/'],
                  'attributes': {'x': 'y'}}]}
                """;
        String realm =
                """
                {'rememberMe': true, 'supportedLocales': ['de', 'en'], 'eventsExpiration': 5, 'loginTheme': 'other',
                 'requiredActions': [{'alias': 'A', 'name': 'Name', 'enabled': true}],
                 'clients': [{'id': '1', 'clientId': 'app', 'redirectUris': ['https://b.test/'], 'secret': 's',
                  'attributes': {'x': 'y', 'z': 'w'}}, {'clientId': 'other'}]}
                """;
        assertThat(compared(template, realm, template)).isEmpty();
        assertThat(compared(template, realm, "{}")).isEmpty();
    }

    @Test
    void whatTheRealmLacksComes() {
        assertThat(compared(ROLES.formatted("new"), "{}", "{}"))
                .containsExactly("add realm role Agent null -> {\"description\":\"new\"} null");
    }

    @Test
    void whatIsRemovedComesBackWhereItStandsForItselfAndStaysAwayWhereItIsAPart() {
        String template =
                """
                {'roles': {'realm': [{'name': 'Agent', 'description': 'x'}]},
                 'clientScopes': [{'name': 's', 'protocol': 'p',
                  'protocolMappers': [{'name': 'm', 'protocolMapper': 'x'}, {'name': 'n', 'protocolMapper': 'x'}]}]}
                """;
        String realm =
                "{'clientScopes': [{'name': 's', 'protocol': 'p', 'protocolMappers': [{'name': 'n', 'protocolMapper': 'x'}]}]}";
        assertThat(compared(template, realm, template))
                .containsExactly(
                        "add realm role Agent null -> {\"description\":\"x\"} removed in the tenant",
                        "kept client scope's mapper s/m null -> {\"protocolMapper\":\"x\",\"consentRequired\":false} removed in the tenant");
        assertThat(compared(template, "{}", "{}"))
                .containsExactly(
                        "add realm role Agent null -> {\"description\":\"x\"} null",
                        "add client scope s null -> {\"protocol\":\"p\"} null");
    }

    @Test
    void whatIsUnchangedFromAnEarlierTemplateChanges() {
        assertThat(compared(ROLES.formatted("new"), ROLES.formatted("old"), ROLES.formatted("old")))
                .containsExactly("change realm role Agent {\"description\":\"old\"} -> {\"description\":\"new\"} null");
    }

    @Test
    void whatSomebodyHasChangedStays() {
        assertThat(compared(ROLES.formatted("new"), ROLES.formatted("mine"), ROLES.formatted("old")))
                .containsExactly(
                        "kept realm role Agent {\"description\":\"mine\"} -> {\"description\":\"new\"} changed or made in the tenant");
        assertThat(compared(ROLES.formatted("new"), ROLES.formatted("mine"), "{}"))
                .containsExactly("kept realm role Agent {\"description\":\"mine\"} -> {\"description\":\"new\"}"
                        + " the tenant does not remember it from a template");
    }

    /** It would be taken for the template's. */
    @Test
    void aRoleOfTheTenantsOwnGetsNothingOfTheTemplates() {
        assertThat(compared(ROLES.formatted("new"), "{'roles': {'realm': [{'name': 'Agent'}]}}", "{}"))
                .containsExactly("kept realm role Agent null -> {\"description\":\"new\"}"
                        + " the tenant does not remember it from a template");
    }

    /** Whatever a template says of it by now. */
    @Test
    void whatSomebodyHasTakenOutStaysOut() {
        assertThat(compared("{'passwordPolicy': 'length(8)'}", "{}", "{'passwordPolicy': 'length(6)'}"))
                .containsExactly("kept realm setting passwordPolicy null -> \"length(8)\" removed in the tenant");
        assertThat(compared(
                        ROLES.formatted("new"), "{'roles': {'realm': [{'name': 'Agent'}]}}", ROLES.formatted("old")))
                .containsExactly("kept realm role Agent null -> {\"description\":\"new\"} removed in the tenant");
    }

    @Test
    void aGroupComesWithItsRolesOnceAndGivesNoneToTheTenantsOwn() {
        String template =
                """
                {'roles': {'realm': [{'name': 'Agent'}]},
                 'groups': [{'name': 'g', 'path': '/g', 'description': 'new', 'attributes': {'a': ['1']},
                  'realmRoles': ['Agent'], 'clientRoles': {'app': ['r']}, 'subGroups': [{'name': 'below'}]}]}
                """;
        String agent = "{'roles': {'realm': [{'name': 'Agent'}]}, 'clients': [{'clientId': 'app'}], 'groups': [%s]}";
        String comes = "add group g null -> {\"description\":\"new\",\"attributes\":{\"a\":[\"1\"]}} null";
        String role = " group's role g/Agent null -> \"Agent\" ";
        assertThat(compared(template, agent.formatted(""), "{}")).containsExactly(comes, "add" + role + "null");
        // Renamed or removed.
        assertThat(compared(template, agent.formatted(""), template))
                .containsExactly(
                        comes.replace("add", "kept").replaceAll("null$", "removed in the tenant"),
                        "kept" + role + "the tenant has no group g");
        String mine = agent.formatted("{'id': '1', 'name': 'g', 'description': 'new', 'attributes': {'a': ['1']}}");
        assertThat(compared(template, mine, "{}")).containsExactly("kept" + role + "the tenant has its own group g");
        assertThat(compared(template, mine, template)).containsExactly("kept" + role + "removed in the tenant");
    }

    @Test
    void eachMemberIsComparedForItself() {
        String said = "{'clients': [{'clientId': 'app', 'name': '%s', 'attributes': {'a': '%s', 'b': '%s'}}]}";
        assertThat(compared(
                        said.formatted("N", "2", "2"), said.formatted("mine", "1", "2"), said.formatted("N", "1", "1")))
                .containsExactly(
                        "change client app {\"attributes\":{\"a\":\"1\"}} -> {\"attributes\":{\"a\":\"2\"}} null",
                        "kept client app {\"name\":\"mine\"} -> {\"name\":\"N\"} changed or made in the tenant");
    }

    @Test
    void flowsBelowOthersComeOnlyWhereAFlowThatComesHasThem() {
        String template =
                """
                {'authenticationFlows': [
                 {'alias': 'top', 'providerId': 'basic-flow', 'topLevel': true,
                  'authenticationExecutions': [{'flowAlias': 'below', 'requirement': 'REQUIRED'}]},
                 {'alias': 'below', 'providerId': 'basic-flow', 'topLevel': false,
                  'authenticationExecutions': [{'authenticator': 'x', 'requirement': 'REQUIRED'}]}]}
                """;
        assertThat(compared(template, "{}", "{}"))
                .extracting(line -> line.substring(0, line.indexOf(" null ")))
                .containsExactly("add flow top", "add flow below");
        String mine =
                """
                {'authenticationFlows': [{'alias': 'top', 'providerId': 'basic-flow', 'topLevel': true,
                 'authenticationExecutions': [{'authenticator': 'mine', 'requirement': 'REQUIRED'}]}]}
                """;
        assertThat(compared(template, mine, template))
                .satisfiesExactly(
                        top -> assertThat(top).startsWith("kept flow top").endsWith("changed or made in the tenant"),
                        below -> assertThat(below)
                                .startsWith("kept flow below null")
                                .endsWith("no flow of the tenant would use it"));
    }

    private static final String TREE =
            """
            {'browserFlow': '%s', 'authenticationFlows': [
             {'alias': 'top', 'providerId': 'basic-flow', 'topLevel': true, 'authenticationExecutions': [%s]},
             {'alias': 'below', 'providerId': 'basic-flow', 'topLevel': false, 'authenticationExecutions': [%s]}]}
            """;
    private static final String LOCK = "{'authenticator': 'lock', 'requirement': 'REQUIRED'}";
    private static final String FORM = LOCK.replace("lock", "form");
    private static final String MINE = "{'authenticator': 'mine', 'requirement': 'REQUIRED'}";
    private static final String BELOW = "{'flowAlias': 'below', 'requirement': 'REQUIRED'}";

    /** Else a step that goes from one flow to another would be in none of them where the tenant has changed the other. */
    @Test
    void aFlowStaysWhereTheTenantHasChangedAFlowBelow() {
        String earlier = TREE.formatted("top", LOCK + ',' + BELOW, FORM);
        String template = TREE.formatted("top", BELOW, LOCK + ',' + FORM);
        assertThat(briefly(template, earlier, earlier)).containsExactly("change top null", "change below null");
        String why = "it goes with the flow below, which was changed or made in the tenant";
        assertThat(briefly(template, TREE.formatted("top", LOCK + ',' + BELOW, MINE), earlier))
                .containsExactly("kept top " + why, "kept below changed or made in the tenant");
    }

    @Test
    void aFlowStaysWhereTheTenantHasChangedOneThatWouldNotBeBelowItAnyMore() {
        String other = BELOW.replace("below", "other");
        String earlier = TREE.formatted("top", BELOW, LOCK);
        String template = TREE.formatted("top", other, LOCK).replace("'alias': 'below'", "'alias': 'other'");
        assertThat(briefly(template, earlier, earlier)).containsExactly("change top null", "add other null");
        assertThat(briefly(template, TREE.formatted("top", BELOW, MINE), earlier))
                .containsExactly(
                        "kept top it goes with the flow below, which was changed or made in the tenant",
                        "kept other no flow of the tenant would use it");
    }

    @Test
    void noBindingLeadsToAFlowOfTheTenantsOwn() {
        String earlier = TREE.formatted("browser", "", "").replace("'top'", "'earlier'");
        String template = TREE.formatted("top", LOCK, "");
        assertThat(briefly(template, earlier, earlier)).contains("change browserFlow null", "add top null");
        assertThat(briefly(template, TREE.formatted("browser", MINE, ""), earlier))
                .contains(
                        "kept browserFlow it goes with the flow top, which was changed or made in the tenant",
                        "kept top the tenant does not remember it from a template");
    }

    private static final String SERVICE =
            """
            {'clients': [{'clientId': 'service', 'serviceAccountsEnabled': %s}, {'clientId': 'management'}],
             'roles': {'client': {'management': [%s]}},
             'users': [{'serviceAccountClientId': 'service', 'clientRoles': {'management': [%s]}}]}
            """;

    @Test
    void nobodyGetsARoleThatTheTenantHasRemoved() {
        String template = SERVICE.formatted(true, "{'name': 'manage-users'}", "'manage-users'");
        assertThat(briefly(template, SERVICE.formatted(true, "", ""), template))
                .containsExactly(
                        "kept management/manage-users removed in the tenant",
                        "kept service/management/manage-users the tenant has no client's role management/manage-users");
    }

    @Test
    void aClientOfTheTenantsOwnGetsNoRights() {
        String template = SERVICE.formatted(true, "{'name': 'manage-users'}", "'manage-users'");
        String realm = SERVICE.formatted(true, "{'name': 'manage-users'}", "");
        String why = "kept service/management/manage-users the tenant has its own client service";
        assertThat(briefly(template, realm, "{}")).containsExactly(why);
        // Nor by the next upgrade.
        Map<TemplateItem, TemplateValue> wanted = TemplateItems.ofTemplate(realm(template));
        Map<TemplateItem, TemplateValue> there = TemplateItems.of(realm(realm));
        TemplateMemory none = TemplateMemory.parse(null);
        assertThat(briefly(wanted, there, none.after(TemplateComparison.of(wanted, there, none), wanted, there)))
                .containsExactly(why);
        String before = "{'clients': [{'clientId': 'service', 'serviceAccountsEnabled': true}]}";
        assertThat(briefly(template, realm, before)).containsExactly("add service/management/manage-users null");
        assertThat(briefly(
                        "{'roles': {'realm': [{'name': 'Agent', 'composites': {'realm': ['Chief']}}, {'name': 'Chief'}]}}",
                        "{'roles': {'realm': [{'name': 'Agent'}, {'name': 'Chief'}]}}",
                        "{}"))
                .containsExactly("kept Agent/Chief the tenant has its own realm role Agent");
    }

    @Test
    void aClientWithoutAServiceAccountGetsNoRolesForIt() {
        String role = "{'name': 'manage-users'}";
        String template = SERVICE.formatted(true, role, "'manage-users'");
        String earlier = SERVICE.formatted(true, role, "");
        assertThat(briefly(template, SERVICE.formatted(false, role, ""), earlier))
                .containsExactly(
                        "kept service changed or made in the tenant",
                        "kept service/management/manage-users the tenant has switched the service account off");
        assertThat(briefly(template, SERVICE.formatted(false, role, ""), SERVICE.formatted(false, role, "")))
                .containsExactly("change service null", "add service/management/manage-users null");
    }

    /** Who has read a realm before an upgrade and writes it after. */
    @Test
    void whatIsWrittenBackChangesAgain() {
        Map<TemplateItem, TemplateValue> wanted = TemplateItems.ofTemplate(realm("{'passwordPolicy': 'length(8)'}"));
        Map<TemplateItem, TemplateValue> there = TemplateItems.of(realm("{'passwordPolicy': 'length(6)'}"));
        TemplateMemory memory = TemplateMemory.of(there);
        TemplateMemory after = memory.after(TemplateComparison.of(wanted, there, memory), wanted, there);
        assertThat(briefly(wanted, there, after)).containsExactly("change passwordPolicy null");
        // Until then: later it is what somebody wants.
        TemplateMemory later = after.after(List.of(), wanted, wanted);
        assertThat(briefly(wanted, there, later)).containsExactly("kept passwordPolicy changed or made in the tenant");
    }

    /** What was kept is no more known as the template's than before. */
    @Test
    void whatWasKeptForTheSakeOfAnotherComesLater() {
        String earlier = TREE.formatted("top", LOCK + ',' + BELOW, FORM);
        Map<TemplateItem, TemplateValue> wanted =
                TemplateItems.ofTemplate(realm(TREE.formatted("top", BELOW, LOCK + ',' + FORM)));
        Map<TemplateItem, TemplateValue> there =
                TemplateItems.of(realm(TREE.formatted("top", LOCK + ',' + BELOW, MINE)));
        TemplateMemory memory = TemplateMemory.of(TemplateItems.ofTemplate(realm(earlier)));
        TemplateMemory after = memory.after(TemplateComparison.of(wanted, there, memory), wanted, there);
        assertThat(briefly(wanted, there, after))
                .containsExactly(
                        "kept top it goes with the flow below, which was changed or made in the tenant",
                        "kept below changed or made in the tenant");
        String mended = TREE.formatted("top", LOCK + ',' + BELOW, LOCK + ',' + FORM);
        assertThat(briefly(wanted, TemplateItems.of(realm(mended)), after)).containsExactly("change top null");
    }

    @Test
    void whatBelongsToOneRealmIsNoneOfTheTemplates() {
        String template =
                """
                {'displayName': 'x', 'notBefore': 5, 'smtpServer': {'host': 'mail'}, 'defaultGroups': ['/g'],
                 'attributes': {'pbx.sipDomain': 'a.test', 'pbx.template': 'x', 'frontendUrl': 'https://x.test'},
                 'identityProviders': [{'alias': 'corp', 'providerId': 'oidc'}],
                 'components': {'org.keycloak.keys.KeyProvider': [{'providerId': 'rsa-generated'}]},
                 'authenticationFlows': [{'alias': 'browser', 'builtIn': true, 'topLevel': true}],
                 'scopeMappings': [{'client': 'app', 'roles': ['Admin']}]}
                """;
        assertThat(TemplateItems.ofTemplate(realm(template))).isEmpty();
    }

    @Test
    void aUserProfileThatIsNoneIsRefused() {
        RealmRepresentation realm = realm(
                "{'components': {'org.keycloak.userprofile.UserProfileProvider': [{'config': {'kc.user.profile.config': ['x']}}]}}");
        assertThatThrownBy(() -> TemplateItems.of(realm))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("its user profile is no JSON of one: ");
    }

    /** Whatever a realm says and remembers: what an upgrade leaves is kept by the next one, and nothing else is found. */
    @Property(tries = 200)
    void aSecondUpgradeFindsNothingToDo(
            @ForAll("values") Map<String, String> template,
            @ForAll("values") Map<String, String> realm,
            @ForAll("values") Map<String, String> earlier) {
        Map<TemplateItem, TemplateValue> wanted = attributes(template);
        Map<TemplateItem, TemplateValue> there = attributes(realm);
        Map<TemplateItem, TemplateValue> before = Map.copyOf(there);
        TemplateMemory memory = TemplateMemory.of(attributes(earlier));
        List<TemplateDifference> differences = TemplateComparison.of(wanted, there, memory);
        for (TemplateDifference difference : differences) {
            if (!difference.isKept()) {
                there.put(difference.item(), wanted.get(difference.item()));
            }
        }
        assertThat(TemplateComparison.of(
                        wanted,
                        there,
                        TemplateMemory.parse(
                                memory.after(differences, wanted, before).text())))
                .isEqualTo(
                        differences.stream().filter(TemplateDifference::isKept).toList());
        realm.forEach((name, value) -> {
            if (!value.equals(earlier.get(name))) {
                TemplateItem item = TemplateItem.of(TemplateItem.Kind.REALM_ATTRIBUTE, name);
                assertThat(there.get(item)).isEqualTo(attributes(realm).get(item));
            }
        });
    }

    @Provide
    Arbitrary<Map<String, String>> values() {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c"), Arbitraries.of("1", "2", "3"));
    }

    @Test
    void aMemoryOfSomethingElseIsNone() {
        assertThat(TemplateMemory.parse(null).isEmpty()).isTrue();
        assertThat(TemplateMemory.parse("").isEmpty()).isTrue();
        assertThat(TemplateMemory.parse("no base64 !").isEmpty()).isTrue();
    }

    @Test
    void secretsAreNotTold() {
        TemplateDifference secret = TemplateComparison.of(
                        TemplateItems.of(realm("{'attributes': {'our.secret': 's3cret'}}")),
                        Map.of(),
                        TemplateMemory.parse(null))
                .get(0);
        assertThat(DifferenceRepresentation.of(secret).to().asText()).isEqualTo("**********");
        TemplateDifference config = TemplateComparison.of(
                        TemplateItems.of(realm(
                                "{'clientScopes': [{'name': 's', 'attributes': {'api.key': 's3cret', 'x': 'y'}}]}")),
                        Map.of(),
                        TemplateMemory.parse(null))
                .get(0);
        assertThat(DifferenceRepresentation.of(config).to())
                .hasToString("{\"attributes\":{\"api.key\":\"**********\",\"x\":\"y\"}}");
    }

    @Test
    void secretsInListsAreNotToldEitherAndSwitchesAre() {
        assertThat(told("{'roles': {'realm': [{'name': 'r', 'attributes': {'api_key': ['a', 'b'], 'x': ['y']}}]}}"))
                .isEqualTo("{\"attributes\":{\"api_key\":[\"**********\",\"**********\"],\"x\":[\"y\"]}}");
        assertThat(told("{'clientScopes': [{'name': 's', 'attributes': {'token': 'a', 'credentials': 'b'}}]}"))
                .isEqualTo("{\"attributes\":{\"token\":\"**********\",\"credentials\":\"**********\"}}");
        assertThat(told("{'attributes': {'pbx.passwordResetEndsSessions': 'true'}}"))
                .isEqualTo("\"true\"");
        assertThat(told("{'clientScopes': [{'name': 's', 'attributes': {'access.token.claim': 'x'}}]}"))
                .isEqualTo("{\"attributes\":{\"access.token.claim\":\"x\"}}");
    }

    private static String told(String template) {
        return DifferenceRepresentation.of(
                        TemplateComparison.of(TemplateItems.of(realm(template)), Map.of(), TemplateMemory.parse(null))
                                .get(0))
                .to()
                .toString();
    }

    private static Map<TemplateItem, TemplateValue> attributes(Map<String, String> values) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setAttributes(values);
        return TemplateItems.of(realm);
    }

    private static List<String> briefly(String template, String realm, String earlier) {
        return briefly(
                TemplateItems.ofTemplate(realm(template)),
                TemplateItems.of(realm(realm)),
                TemplateMemory.of(TemplateItems.ofTemplate(realm(earlier))));
    }

    private static List<String> briefly(
            Map<TemplateItem, TemplateValue> template, Map<TemplateItem, TemplateValue> realm, TemplateMemory memory) {
        return TemplateComparison.of(template, realm, memory).stream()
                .map(DifferenceRepresentation::of)
                .map(one -> String.join(" ", one.action(), one.name(), one.why()))
                .toList();
    }

    private static List<String> compared(String template, String realm, String earlier) {
        return TemplateComparison.of(
                        TemplateItems.ofTemplate(realm(template)),
                        TemplateItems.of(realm(realm)),
                        TemplateMemory.of(TemplateItems.ofTemplate(realm(earlier))))
                .stream()
                .map(DifferenceRepresentation::of)
                .map(one -> String.join(
                        " ",
                        one.action().toLowerCase(Locale.ROOT),
                        one.kind(),
                        one.name(),
                        String.valueOf(one.from()),
                        "->",
                        String.valueOf(one.to()),
                        one.why()))
                .toList();
    }

    private static RealmRepresentation realm(String json) {
        try {
            return JsonSerialization.mapper.readValue(json.replace('\'', '"'), RealmRepresentation.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
