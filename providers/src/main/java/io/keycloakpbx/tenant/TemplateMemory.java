package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tenant.TemplateValue.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a tenant remembers of the template that it was made from, or last brought up to: digests of what the template spoke of,
 * and of what it said. A value of the realm that has its digest here is the template's, and nobody has changed it since. Six
 * bytes each keep the whole at six kilobytes for the bundle's template; they are no secret and guard none.
 */
final class TemplateMemory {

    private static final int LENGTH = 6;

    private final TreeSet<byte[]> digests = new TreeSet<>(Arrays::compare);

    private TemplateMemory() {}

    /** Of a template's items. */
    static TemplateMemory of(Map<TemplateItem, TemplateValue> template) {
        TemplateMemory memory = new TemplateMemory();
        template.forEach((item, said) -> {
            memory.add(item);
            said.members().forEach((member, value) -> memory.add(item, member, value));
        });
        return memory;
    }

    private void add(TemplateItem item) {
        digests.add(digest(item, Member.ONLY, ""));
    }

    private void add(TemplateItem item, Member member, JsonNode value) {
        digests.add(digest(item, member, ""));
        digests.add(digest(item, member, value.toString()));
    }

    /**
     * What is remembered after an upgrade: what the realm now has as the template says it; and of what was kept what was
     * known before, or the next upgrade would take for the tenant's own what nobody has changed.
     *
     * @param realm what the realm said before
     */
    TemplateMemory after(
            List<TemplateDifference> differences,
            Map<TemplateItem, TemplateValue> template,
            Map<TemplateItem, TemplateValue> realm) {
        TemplateMemory memory = new TemplateMemory();
        Map<TemplateItem, Set<Member>> kept = new HashMap<>();
        differences.stream().filter(TemplateDifference::isKept).forEach(difference -> {
            kept.computeIfAbsent(difference.item(), item -> new HashSet<>())
                    .addAll(difference.to().keySet());
            difference.to().keySet().stream()
                    .filter(member -> has(difference.item(), member))
                    .forEach(member -> memory.digests.add(digest(difference.item(), member, "")));
        });
        template.forEach((item, said) -> {
            boolean stays = TemplateComparison.isForeign(item, realm, this)
                    || !realm.containsKey(item) && kept.containsKey(item);
            if (!said.members().containsKey(Member.ONLY) && (!stays || has(item))) {
                memory.add(item);
            }
            said.members().forEach((member, value) -> {
                if (!stays && !kept.getOrDefault(item, Set.of()).contains(member)) {
                    memory.add(item, member, value);
                }
            });
        });
        // Also where something else came: who has read a realm before an upgrade and writes it after writes this back.
        realm.forEach((item, says) -> says.members().forEach((member, value) -> {
            if (has(item, member, value)) {
                memory.add(item, member, value);
            }
        }));
        return memory;
    }

    /** What {@link #text} wrote; of anything else nothing is remembered. */
    static TemplateMemory parse(String text) {
        TemplateMemory memory = new TemplateMemory();
        byte[] all = decoded(text == null ? "" : text);
        for (int i = 0; i + LENGTH <= all.length; i += LENGTH) {
            memory.digests.add(Arrays.copyOfRange(all, i, i + LENGTH));
        }
        return memory;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** For a realm attribute. */
    String text() {
        byte[] all = new byte[digests.size() * LENGTH];
        int i = 0;
        for (byte[] digest : digests) {
            System.arraycopy(digest, 0, all, i++ * LENGTH, LENGTH);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    boolean isEmpty() {
        return digests.isEmpty();
    }

    /** Whether the template had it. */
    boolean has(TemplateItem item) {
        return has(item, Member.ONLY);
    }

    /** Whether the template spoke of it. */
    boolean has(TemplateItem item, Member member) {
        return digests.contains(digest(item, member, ""));
    }

    /** Whether the template said this. */
    boolean has(TemplateItem item, Member member, JsonNode value) {
        return digests.contains(digest(item, member, value.toString()));
    }

    private static byte[] digest(TemplateItem item, Member member, String value) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String text = String.join(
                    "\0",
                    item.kind().words(),
                    item.owner() == null ? "" : item.owner(),
                    item.name(),
                    member.name(),
                    member.entry() == null ? "" : member.entry(),
                    value);
            return Arrays.copyOf(sha256.digest(text.getBytes(StandardCharsets.UTF_8)), LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
