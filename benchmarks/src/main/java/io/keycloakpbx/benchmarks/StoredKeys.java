package io.keycloakpbx.benchmarks;

/** Keys that nobody will use, so that the size of their table can be told from its cost. */
final class StoredKeys {

    private static final int KEYS = 1_000_000;

    /** Rows as large as those of real keys; there is nothing behind their hashes. A second time adds none. */
    private static final String INSERT =
            """
            insert into pbx_security_key (value_hash, code_hash, realm_id, purpose, secret_hash, content, issuer,
              created_at, expires_at)
            select md5('a' || n) || md5('b' || n), md5('c' || n) || md5('d' || n), realm.id, 'benchmark',
              md5('e' || n) || md5('f' || n), repeat(md5('g' || n), 5), 'benchmark',
              (extract(epoch from now()) * 1000)::bigint, ((extract(epoch from now()) + 86400) * 1000)::bigint
            from realm, generate_series(1, %d) n where realm.name = 'acme'
            on conflict do nothing
            """
                    .formatted(KEYS);

    private StoredKeys() {}

    /** Stores a million keys, which stay. */
    static Site fill(Site site) {
        site.sql(INSERT);
        site.sql("analyze pbx_security_key");
        return site;
    }
}
