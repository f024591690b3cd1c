package io.keycloakpbx.tenant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import org.keycloak.models.ModelValidationException;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

/** The realm that a new tenant begins as: an ordinary realm file without a name. */
final class TenantTemplate {

    private static final String BUNDLED = "tenant-realm.json";

    private final byte[] json;

    private TenantTemplate(byte[] json) {
        this.json = json;
    }

    /** Reads the template of a file, or the bundle's own where the path is null. */
    static TenantTemplate load(String path) throws IOException {
        byte[] json;
        try (InputStream in = path == null
                ? TenantTemplate.class.getResourceAsStream(BUNDLED)
                : Files.newInputStream(Path.of(path))) {
            json = in.readAllBytes();
        }
        // Fails at start-up rather than at the first tenant.
        JsonSerialization.readValue(json, RealmRepresentation.class);
        return new TenantTemplate(json);
    }

    /** The realm of a new tenant. */
    RealmRepresentation realm(TenantRepresentation tenant) {
        TenantRules.check(tenant);
        if (tenant.sipDomain() == null) {
            throw new ModelValidationException("sipDomain is required");
        }
        SipDomain sipDomain = TenantRules.sipDomain(tenant.sipDomain());
        RealmRepresentation realm;
        try {
            realm = JsonSerialization.readValue(json, RealmRepresentation.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        realm.setId(null);
        realm.setRealm(tenant.realm() == null ? realmName(sipDomain) : tenant.realm());
        realm.setDisplayName(tenant.name() == null ? sipDomain.readable() : tenant.name());
        realm.setEnabled(tenant.enabled() == null || tenant.enabled());
        var attributes = new HashMap<>(realm.getAttributesOrEmpty());
        // A template may be the file of a realm that exists.
        attributes.remove(TenantAttributes.TENANT_ID);
        attributes.remove(TenantAttributes.SIP_DOMAIN_ALIASES);
        attributes.put(TenantAttributes.SIP_DOMAIN, sipDomain.value());
        if (tenant.sipDomainAliases() != null && !tenant.sipDomainAliases().isEmpty()) {
            attributes.put(TenantAttributes.SIP_DOMAIN_ALIASES, TenantRules.aliases(tenant.sipDomainAliases()));
        }
        if (tenant.website() != null && !tenant.website().isEmpty()) {
            attributes.put(TenantAttributes.WEBSITE, tenant.website());
        }
        if (tenant.avatarUrl() != null && !tenant.avatarUrl().isEmpty()) {
            attributes.put(TenantAttributes.AVATAR_URL, tenant.avatarUrl());
        }
        realm.setAttributes(attributes);
        return realm;
    }

    /**
     * A realm name holds fewer characters than a SIP domain: no colons and brackets, and 255 at most. Of the IPv6 address
     * without a digit nothing would be left.
     */
    static String realmName(SipDomain sipDomain) {
        String name = sipDomain.value().replaceAll("[^a-z0-9.-]+", "-").replaceAll("^-+|-+$", "");
        if (name.isEmpty()) {
            return "sip-" + HexFormat.of().formatHex(sipDomain.value().getBytes(StandardCharsets.US_ASCII));
        }
        return name.length() > 255 ? name.substring(0, 255) : name;
    }
}
