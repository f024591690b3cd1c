package io.keycloakpbx.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.keycloak.models.ModelValidationException;
import org.keycloak.provider.Provider;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

/** The realm that a new tenant begins as: an ordinary realm file, which may be that of another realm. */
final class TenantTemplate {

    static final String BUNDLED = "tenant-realm.json";

    /** That of the one release whose tenants remember nothing. */
    private static final String RELEASED = "tenant-realm-26.7.4-1.json";

    private final ObjectNode template;

    /** {@link #RELEASED}, or null where the operator has a template of its own. */
    private final ObjectNode released;

    private TenantTemplate(ObjectNode template, ObjectNode released) {
        this.template = template;
        this.released = released;
    }

    /** Reads the template of a file, or the bundle's own where the path is null. */
    static TenantTemplate load(String path) throws IOException {
        return path == null
                ? new TenantTemplate(bundled(BUNDLED), bundled(RELEASED))
                : new TenantTemplate(read(Files.readAllBytes(Path.of(path))), null);
    }

    static ObjectNode bundled(String name) throws IOException {
        try (InputStream in = TenantTemplate.class.getResourceAsStream(name)) {
            return read(in.readAllBytes());
        }
    }

    private static ObjectNode read(byte[] json) throws IOException {
        // Fails at start-up rather than at the first tenant.
        TemplateItems.ofTemplate(JsonSerialization.readValue(withoutByteOrderMark(json), RealmRepresentation.class));
        ObjectNode realm = (ObjectNode) JsonSerialization.mapper.readTree(withoutByteOrderMark(json));
        ExportedRealm.strip(realm);
        return realm;
    }

    /** Editors of Windows put one in front of a file. */
    private static byte[] withoutByteOrderMark(byte[] json) {
        boolean marked = json.length > 2 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(json, 3, json.length) : json;
    }

    /**
     * The template as a server can use it.
     *
     * @param has tells whether the server has a provider, by its SPI's interface and its id
     * @param parts what completes a template of an earlier version
     */
    TenantTemplate on(BiPredicate<Class<? extends Provider>, String> has, List<TenantLifecycleFactory> parts) {
        return new TenantTemplate(on(template, has, parts), released == null ? null : on(released, has, parts));
    }

    private static ObjectNode on(
            ObjectNode template,
            BiPredicate<Class<? extends Provider>, String> has,
            List<TenantLifecycleFactory> parts) {
        ObjectNode realm = template.deepCopy();
        parts.forEach(part -> part.complete(realm));
        ServerFeatures.leaveOutMissing(realm, has);
        return realm;
    }

    private static RealmRepresentation renamed(ObjectNode template, String name) {
        ObjectNode realm = template.deepCopy();
        ExportedRealm.rename(realm, name);
        try {
            return JsonSerialization.mapper.treeToValue(realm, RealmRepresentation.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a realm remembers. One of before tenants remembered is told by its flows.
     *
     * @param text what {@link TemplateMemory#text} wrote, or null
     * @param there what the realm says
     */
    TemplateMemory memory(String realm, String text, Map<TemplateItem, TemplateValue> there) {
        TemplateMemory memory = TemplateMemory.parse(text);
        if (!memory.isEmpty() || released == null) {
            return memory;
        }
        Map<TemplateItem, TemplateValue> said = TemplateItems.ofTemplate(renamed(released, realm));
        boolean isOfIt = said.keySet().stream()
                .filter(item -> item.kind() == TemplateItem.Kind.FLOW)
                .allMatch(there::containsKey);
        return isOfIt ? TemplateMemory.of(said) : memory;
    }

    /** What the template says of a realm with this name. */
    Map<TemplateItem, TemplateValue> items(String realm) {
        return TemplateItems.ofTemplate(renamed(template, realm));
    }

    /**
     * The tenant that comes of what is wanted: realm name, name and SIP domains as they will be, without what the server gives.
     *
     * @throws ModelValidationException if a member breaks its rule
     */
    static TenantRepresentation planned(TenantRepresentation wanted) {
        TenantRules.check(wanted);
        if (wanted.sipDomain() == null) {
            throw new BrokenRuleException("sipDomain", "is required", "pbxErrorRequired");
        }
        SipDomain sipDomain = TenantRules.sipDomain("sipDomain", wanted.sipDomain());
        String aliases = wanted.sipDomainAliases() == null ? "" : TenantRules.aliases(wanted.sipDomainAliases());
        List<String> domains = Tenant.sipDomains(sipDomain, aliases).stream()
                .map(SipDomain::value)
                .toList();
        return new TenantRepresentation(
                null,
                null,
                wanted.realm() == null ? realmName(sipDomain) : wanted.realm(),
                wanted.name() == null ? sipDomain.readable() : wanted.name(),
                domains.get(0),
                domains.subList(1, domains.size()),
                emptyAsNull(wanted.website()),
                emptyAsNull(wanted.avatarUrl()),
                wanted.enabled() == null || wanted.enabled());
    }

    private static String emptyAsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The realm of a new tenant. */
    RealmRepresentation realm(TenantRepresentation wanted) {
        TenantRepresentation tenant = planned(wanted);
        RealmRepresentation realm = renamed(template, tenant.realm());
        realm.setDisplayName(tenant.name());
        realm.setEnabled(tenant.enabled());
        var attributes = new HashMap<>(realm.getAttributesOrEmpty());
        attributes.put(TenantAttributes.SIP_DOMAIN, tenant.sipDomain());
        if (!tenant.sipDomainAliases().isEmpty()) {
            attributes.put(TenantAttributes.SIP_DOMAIN_ALIASES, String.join(",", tenant.sipDomainAliases()));
        }
        if (tenant.website() != null) {
            attributes.put(TenantAttributes.WEBSITE, tenant.website());
        }
        if (tenant.avatarUrl() != null) {
            attributes.put(TenantAttributes.AVATAR_URL, tenant.avatarUrl());
        }
        attributes.put(
                TenantAttributes.TEMPLATE,
                TemplateMemory.of(TemplateItems.ofTemplate(realm)).text());
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
