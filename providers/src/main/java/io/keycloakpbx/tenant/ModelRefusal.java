package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Refusal;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/** What the model refuses of a tenant, as a refusal that names the member and the words of the admin console, where it can. */
final class ModelRefusal {

    private static final int RETRY_SECONDS = 10;
    private static final String SIP_DOMAIN = "sipDomain";

    private ModelRefusal() {}

    /**
     * The refusal.
     *
     * @param sent what was sent of the tenant, which tells the primary SIP domain from the aliases; null where nothing was
     */
    static Refusal of(ModelException e, TenantRepresentation sent) {
        if (e instanceof BrokenRuleException broken) {
            return said(Refusal.invalid(broken.member(), e.getMessage()), broken.key(), broken.params());
        }
        if (e instanceof TenantsBusyException) {
            return said(
                    Refusal.tooEarly(Status.SERVICE_UNAVAILABLE, e.getMessage(), RETRY_SECONDS),
                    "pbxErrorTenantsBusy",
                    Map.of());
        }
        if (e instanceof OvertakenSettingException overtaken) {
            return said(
                    Refusal.of(Status.CONFLICT, e.getMessage()).withField(overtaken.member()),
                    "pbxErrorOvertaken",
                    Map.of("shown", overtaken.shown(), "now", overtaken.now()));
        }
        if (e instanceof OperatorsFactException) {
            return Refusal.of(Status.FORBIDDEN, e.getMessage());
        }
        if (e instanceof SipDomainConflictException conflict) {
            return said(
                    Refusal.of(Status.CONFLICT, e.getMessage()).withField(memberOf(conflict, sent)),
                    "pbxErrorSipDomainTaken",
                    Map.of(
                            SIP_DOMAIN,
                            conflict.sipDomain(),
                            "realm",
                            conflict.claimingRealm(),
                            "owner",
                            conflict.owningRealm()));
        }
        if (e instanceof RealmNameConflictException conflict) {
            return said(
                    Refusal.of(Status.CONFLICT, e.getMessage()).withField("realm"),
                    "pbxErrorRealmTaken",
                    Map.of("realm", conflict.realm()));
        }
        return Refusal.of(e instanceof ModelDuplicateException ? Status.CONFLICT : Status.BAD_REQUEST, e.getMessage());
    }

    private static Refusal said(Refusal refusal, String key, Map<String, String> params) {
        return key == null ? refusal : refusal.withKey(key, params);
    }

    private static String memberOf(SipDomainConflictException conflict, TenantRepresentation sent) {
        if (sent == null) {
            return null;
        }
        boolean primary = SipDomain.parse(sent.sipDomain())
                .filter(domain -> domain.value().equals(conflict.sipDomain()))
                .isPresent();
        return primary ? SIP_DOMAIN : "sipDomainAliases";
    }
}
