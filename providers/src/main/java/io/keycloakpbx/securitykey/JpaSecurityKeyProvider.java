package io.keycloakpbx.securitykey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.Parts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.TypedQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.util.JsonSerialization;

/** Keeps security keys in the table {@code PBX_SECURITY_KEY}, whose constraints and row counts decide all races. */
final class JpaSecurityKeyProvider implements SecurityKeyProvider {

    private static final Logger LOG = Logger.getLogger(JpaSecurityKeyProvider.class);
    private static final Pattern KEY_CODE = Pattern.compile("[0-9a-fA-F]{32}");
    private static final int CODE_BYTES = 16;
    private static final int ATTEMPTS = 5;
    private static final String NO_HASH = "0".repeat(64);
    private static final String ROW = "new io.keycloakpbx.securitykey.JpaSecurityKeyProvider$Row(k.codeHash, k.purpose,"
            + " k.action, k.userSeal, k.issuer, k.issuerUserId, k.createdAt, k.expiresAt)";

    private final KeycloakSession session;
    private final KeyedHash lookupKey;

    JpaSecurityKeyProvider(KeycloakSession session, KeyedHash lookupKey) {
        this.session = session;
        this.lookupKey = lookupKey;
    }

    @Override
    public IssuedSecurityKey issue(RealmModel realm, SecurityKeyRequest request) {
        String keyCode =
                SecretGenerator.getInstance().randomBytesHex(CODE_BYTES).toLowerCase(Locale.ROOT);
        SecurityKeySecret secret = SecurityKeySecret.random();
        String codeHash = SecurityKeyIndex.codeHash(realm.getId(), keyCode);
        SecurityKeyAction action = request.action();
        String actionName = action == null ? null : action.name();
        SecurityKeyIndex index = SecurityKeyIndex.ofNew(session, realm, lookupKey);
        List<String> valueHashes = index.valueHashes(request.purpose(), request.value());
        String userHash =
                action == null ? null : index.userHashes(action.userId()).get(0);
        String userSeal = action == null ? null : index.seal(action.userId(), codeHash);
        long now = Time.currentTimeMillis();
        long expiresAt = now + request.lifeSpan().toMillis();
        String content =
                secret.seal(Content.of(request).toJson(), context(codeHash, request.purpose(), actionName, expiresAt));
        inTransaction(em -> {
            if (valueHashes.size() > 1) {
                em.createQuery("delete from SecurityKeyEntity k where k.valueHash in :hashes")
                        .setParameter("hashes", valueHashes.subList(1, valueHashes.size()))
                        .executeUpdate();
            }
            em.createQuery(
                            "insert into SecurityKeyEntity (valueHash, codeHash, realmId, purpose, action, userHash, userSeal,"
                                    + " secretHash, content, issuer, issuerUserId, createdAt, expiresAt)"
                                    + " values (:valueHash, :codeHash, :realmId, :purpose, :action, :userHash, :userSeal, :secretHash,"
                                    + " :content, :issuer, :issuerUserId, :createdAt, :expiresAt)"
                                    + " on conflict (valueHash) do update set codeHash = :codeHash, action = :action,"
                                    + " userHash = :userHash, userSeal = :userSeal, secretHash = :secretHash, content = :content, issuer = :issuer,"
                                    + " issuerUserId = :issuerUserId, createdAt = :createdAt, expiresAt = :expiresAt")
                    .setParameter("valueHash", valueHashes.get(0))
                    .setParameter("codeHash", codeHash)
                    .setParameter("realmId", realm.getId())
                    .setParameter("purpose", request.purpose())
                    .setParameter("action", actionName)
                    .setParameter("userHash", userHash)
                    .setParameter("userSeal", userSeal)
                    .setParameter("secretHash", secret.hash())
                    .setParameter("content", content)
                    .setParameter("issuer", request.issuer().clientId())
                    .setParameter("issuerUserId", request.issuer().userId())
                    .setParameter("createdAt", now)
                    .setParameter("expiresAt", expiresAt)
                    .executeUpdate();
        });
        SecurityKeyMetrics.ISSUED.count(realm);
        return new IssuedSecurityKey(codeHash, keyCode, secret.encoded(), Instant.ofEpochMilli(expiresAt));
    }

    @Override
    public SecurityKeyAttempt redeem(RealmModel realm, String keyCode, String keyHash, String purpose) {
        SecurityKeyAttempt attempt = take(realm, keyCode, keyHash, purpose);
        (attempt instanceof RedeemedSecurityKey ? SecurityKeyMetrics.REDEEMED : SecurityKeyMetrics.FAILED).count(realm);
        return attempt;
    }

    private SecurityKeyAttempt take(RealmModel realm, String keyCode, String keyHash, String purpose) {
        if (!KEY_CODE.matcher(keyCode).matches()) {
            return RefusedSecurityKey.UNKNOWN;
        }
        String codeHash = SecurityKeyIndex.codeHash(realm.getId(), keyCode.toLowerCase(Locale.ROOT));
        String realmId = realm.getId();
        // Committed before anything is compared: no answer can be had from a key that stays valid.
        SecurityKeyEntity key = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), inner -> delete(Database.entities(inner), realmId, codeHash));

        SecurityKeySecret secret = SecurityKeySecret.parse(keyHash);
        // Everything is compared, also after the first difference, so that all refusals take the same work.
        boolean secretMatches = secret.matches(key == null ? NO_HASH : key.getSecretHash());
        boolean purposeMatches = key != null && (purpose == null || purpose.equals(key.getPurpose()));
        boolean alive =
                key != null && key.getExpiresAt() > Time.currentTimeMillis() && key.getCreatedAt() >= notBefore(realm);
        if (!(secretMatches & purposeMatches & alive)) {
            return key == null ? RefusedSecurityKey.UNKNOWN : new RefusedSecurityKey(codeHash, key.getPurpose());
        }
        String context = context(codeHash, key.getPurpose(), key.getAction(), key.getExpiresAt());
        try {
            Content content = Content.fromJson(secret.open(key.getContent(), context));
            return new RedeemedSecurityKey(
                    codeHash,
                    key.getPurpose(),
                    content.value(),
                    content.action(key),
                    new SecurityKeyIssuer(content.issuer(), content.issuerUserId(), content.administrationRealmId()));
        } catch (GeneralSecurityException e) {
            LOG.warnf("The stored security key %s was altered; it is refused.", codeHash);
            return new RefusedSecurityKey(codeHash, key.getPurpose());
        }
    }

    private static SecurityKeyEntity delete(EntityManager em, String realmId, String codeHash) {
        SecurityKeyEntity key = em
                .createQuery(
                        "select k from SecurityKeyEntity k where k.codeHash = :codeHash and k.realmId = :realmId",
                        SecurityKeyEntity.class)
                .setParameter("codeHash", codeHash)
                .setParameter("realmId", realmId)
                .getResultList()
                .stream()
                .findFirst()
                .orElse(null);
        int deleted = em.createQuery(
                        "delete from SecurityKeyEntity k where k.codeHash = :codeHash and k.realmId = :realmId")
                .setParameter("codeHash", codeHash)
                .setParameter("realmId", realmId)
                .executeUpdate();
        // Many may have read the row; the one whose statement removed it has the key.
        return deleted == 1 ? key : null;
    }

    @Override
    public boolean isPending(RealmModel realm, String keyCode) {
        return KEY_CODE.matcher(keyCode).matches()
                && Database.entities(session)
                                .createQuery(
                                        "select count(k) from SecurityKeyEntity k where k.codeHash = :codeHash"
                                                + " and k.realmId = :realmId and k.expiresAt > :now"
                                                + " and k.createdAt >= :notBefore",
                                        Long.class)
                                .setParameter(
                                        "codeHash",
                                        SecurityKeyIndex.codeHash(realm.getId(), keyCode.toLowerCase(Locale.ROOT)))
                                .setParameter("realmId", realm.getId())
                                .setParameter("now", Time.currentTimeMillis())
                                .setParameter("notBefore", notBefore(realm))
                                .getSingleResult()
                        == 1;
    }

    /** What was issued before opens nothing any more: so it is with all tokens of a realm. */
    private static long notBefore(RealmModel realm) {
        return TimeUnit.SECONDS.toMillis(realm.getNotBefore());
    }

    @Override
    public List<SecurityKeySummary> list(
            RealmModel realm, String purpose, Collection<String> userIds, int first, int max) {
        SecurityKeyIndex index = stored(realm);
        return pending(realm, index, purpose, userIds, ROW, " order by k.expiresAt, k.codeHash", Row.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultStream()
                .map(row -> row.toSummary(index))
                .toList();
    }

    @Override
    public long count(RealmModel realm, String purpose, Collection<String> userIds) {
        return pending(realm, stored(realm), purpose, userIds, "count(k)", "", Long.class)
                .getSingleResult();
    }

    private <T> TypedQuery<T> pending(
            RealmModel realm,
            SecurityKeyIndex index,
            String purpose,
            Collection<String> userIds,
            String select,
            String order,
            Class<T> type) {
        TypedQuery<T> query = Database.entities(session)
                .createQuery(
                        "select " + select
                                + " from SecurityKeyEntity k where k.realmId = :realmId and k.expiresAt > :now"
                                + (purpose == null ? "" : " and k.purpose = :purpose")
                                + (userIds == null ? "" : " and k.userHash in :userHashes") + order,
                        type)
                .setParameter("realmId", realm.getId())
                .setParameter("now", Time.currentTimeMillis());
        if (purpose != null) {
            query.setParameter("purpose", purpose);
        }
        if (userIds != null) {
            query.setParameter("userHashes", userHashes(index, userIds));
        }
        return query;
    }

    @Override
    public Optional<SecurityKeySummary> find(RealmModel realm, String id) {
        return Database.entities(session)
                .createQuery(
                        "select " + ROW + " from SecurityKeyEntity k where k.codeHash = :id and k.realmId = :realmId",
                        Row.class)
                .setParameter("id", id)
                .setParameter("realmId", realm.getId())
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> row.toSummary(stored(realm)));
    }

    @Override
    public boolean revoke(RealmModel realm, String id) {
        return Database.entities(session)
                        .createQuery("delete from SecurityKeyEntity k where k.codeHash = :id and k.realmId = :realmId")
                        .setParameter("id", id)
                        .setParameter("realmId", realm.getId())
                        .executeUpdate()
                == 1;
    }

    @Override
    public int revokeByPurpose(RealmModel realm, String purpose) {
        return Database.entities(session)
                .createQuery("delete from SecurityKeyEntity k where k.realmId = :realmId and k.purpose = :purpose")
                .setParameter("realmId", realm.getId())
                .setParameter("purpose", purpose)
                .executeUpdate();
    }

    @Override
    public int revokeByPurpose(RealmModel realm, String purpose, Predicate<String> mayRevoke) {
        SecurityKeyIndex index = stored(realm);
        Map<String, Boolean> asked = new HashMap<>();
        List<String> revoked = Database.entities(session)
                .createQuery(
                        "select k.codeHash, k.userSeal, k.userHash from SecurityKeyEntity k"
                                + " where k.realmId = :realmId and k.purpose = :purpose",
                        Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("purpose", purpose)
                .getResultList()
                .stream()
                .filter(row -> {
                    String userId = row[1] == null ? null : index.open((String) row[1], (String) row[0]);
                    // Whose it is cannot always be read: such a key stays.
                    return userId == null ? row[2] == null : asked.computeIfAbsent(userId, mayRevoke::test);
                })
                .map(row -> (String) row[0])
                .toList();
        // By their codes: a key that has come meanwhile may be for a user who has not been asked about.
        return Parts.of(revoked).stream()
                .mapToInt(part -> deleteAll(Database.entities(session), part))
                .sum();
    }

    private static int deleteAll(EntityManager em, List<String> codeHashes) {
        return em.createQuery("delete from SecurityKeyEntity k where k.codeHash in :ids")
                .setParameter("ids", codeHashes)
                .executeUpdate();
    }

    @Override
    public int revokeByUser(RealmModel realm, String userId) {
        return Database.entities(session)
                .createQuery("delete from SecurityKeyEntity k where k.realmId = :realmId and k.userHash in :userHashes")
                .setParameter("realmId", realm.getId())
                .setParameter("userHashes", userHashes(stored(realm), List.of(userId)))
                .executeUpdate();
    }

    /** Removes one batch of expired keys; true where there may be more. */
    static boolean removeExpired(KeycloakSession session, int currentTime, int maxRemoval, IntConsumer removed) {
        EntityManager em = Database.entities(session);
        long now = Time.toMillis(currentTime);
        List<Object[]> expired = em.createQuery(
                        "select k.codeHash, k.realmId from SecurityKeyEntity k where k.expiresAt <= :now"
                                + " order by k.expiresAt",
                        Object[].class)
                .setParameter("now", now)
                .setMaxResults(maxRemoval)
                .getResultList();
        if (expired.isEmpty()) {
            return false;
        }
        removed.accept(
                deleteAll(em, expired.stream().map(row -> (String) row[0]).toList()));
        for (Object[] row : expired) {
            RealmModel realm = session.realms().getRealm((String) row[1]);
            if (realm != null) {
                SecurityKeyMetrics.EXPIRED.count(realm);
            }
        }
        return expired.size() == maxRemoval;
    }

    @Override
    public void close() {}

    private SecurityKeyIndex stored(RealmModel realm) {
        return SecurityKeyIndex.ofStored(session, realm, lookupKey);
    }

    private static List<String> userHashes(SecurityKeyIndex index, Collection<String> userIds) {
        List<String> hashes =
                userIds.stream().flatMap(id -> index.userHashes(id).stream()).toList();
        // A realm without keys has issued nothing; no database is to be asked for one of no values.
        return hashes.isEmpty() ? List.of(NO_HASH) : hashes;
    }

    /** What a stored content belongs to: a row that was changed or put together from others does not open. */
    private static String context(String codeHash, String purpose, String action, long expiresAt) {
        return codeHash + '\n' + expiresAt + '\n' + (action == null ? "" : action) + '\n' + purpose;
    }

    /** Two callers that write the same value at once can collide once; the second attempt then finds the row. */
    private void inTransaction(Consumer<EntityManager> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(), inner -> work.accept(Database.entities(inner)));
                return;
            } catch (ModelException | PersistenceException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** What lists show of a key, whose secret and content stay where they are. Public for Hibernate, which builds it. */
    public record Row(
            String codeHash,
            String purpose,
            String action,
            String userSeal,
            String issuer,
            String issuerUserId,
            long createdAt,
            long expiresAt) {

        SecurityKeySummary toSummary(SecurityKeyIndex index) {
            String userId = userSeal == null ? null : index.open(userSeal, codeHash);
            return new SecurityKeySummary(
                    codeHash,
                    purpose,
                    action,
                    userId == null ? null : new SecurityKeyUser(userId, null),
                    issuer,
                    issuerUserId,
                    createdAt,
                    expiresAt);
        }
    }

    /** The encrypted part of a key: what must not be read, and what must not be changed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Content(
            String value,
            String userId,
            String clientId,
            String redirectUri,
            String passwordState,
            String issuer,
            String issuerUserId,
            String administrationRealmId) {

        static Content of(SecurityKeyRequest request) {
            SecurityKeyAction action = request.action();
            SecurityKeyIssuer issuer = request.issuer();
            return new Content(
                    request.value(),
                    action == null ? null : action.userId(),
                    action == null ? null : action.clientId(),
                    action == null ? null : action.redirectUri(),
                    action == null ? null : action.passwordState(),
                    issuer.clientId(),
                    issuer.userId(),
                    issuer.administrationRealmId());
        }

        static Content fromJson(String json) {
            try {
                return JsonSerialization.readValue(json, Content.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String toJson() {
            try {
                return JsonSerialization.writeValueAsString(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        SecurityKeyAction action(SecurityKeyEntity key) {
            return key.getAction() == null
                    ? null
                    : new SecurityKeyAction(key.getAction(), userId, clientId, redirectUri, passwordState);
        }

        @Override
        public String toString() {
            return "Content";
        }
    }
}
