package io.keycloakpbx.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.keycloakpbx.tenant.TemplateValue.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
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
        template.forEach((item, said) -> said.members().forEach((member, value) -> {
            memory.digests.add(digest(item, member, ""));
            memory.digests.add(digest(item, member, value.toString()));
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
