package io.keycloakpbx.securitykey;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.keycloak.ReliesOn;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.expiration.jpa.ExpirationHelper;
import org.keycloak.expiration.jpa.ExpirationTask;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ProviderEvent;

/**
 * Keeps security keys in the database, sweeps the expired ones, and removes a user's keys with the user. The sweep is
 * Keycloak's own expiration task: the database decides which node runs it, in batches, each of them a transaction.
 */
@ReliesOn("org.keycloak.expiration.jpa.ExpirationTask: the sweep, of which the database decides who runs it")
public final class JpaSecurityKeyProviderFactory implements SecurityKeyProviderFactory {

    private static final Logger LOG = Logger.getLogger(JpaSecurityKeyProviderFactory.class);
    private static final int MIN_LOOKUP_KEY = 32;
    private static final int DEFAULT_MAX_LIFE_SPAN = (int) TimeUnit.DAYS.toSeconds(7);

    private KeyedHash lookupKey;
    private Duration maxLifeSpan;
    private int sweepInterval;
    private int sweepTimeout;
    private int sweepBatch;

    @Override
    public SecurityKeyProvider create(KeycloakSession session) {
        return new JpaSecurityKeyProvider(session, lookupKey);
    }

    @Override
    public void init(Config.Scope config) {
        String configured = config.get("lookupKey");
        if (configured != null) {
            if (configured.length() < MIN_LOOKUP_KEY) {
                throw new IllegalArgumentException(
                        "The option lookup-key of the SPI pbx-security-key must have at least " + MIN_LOOKUP_KEY
                                + " characters.");
            }
            lookupKey = SecurityKeyIndex.lookupKey(configured);
        }
        int seconds = config.getInt("maxLifeSpan", DEFAULT_MAX_LIFE_SPAN);
        if (seconds < 1) {
            throw new IllegalArgumentException(
                    "The option max-life-span of the SPI pbx-security-key must be a positive number of seconds.");
        }
        maxLifeSpan = Duration.ofSeconds(seconds);
        sweepInterval = ExpirationHelper.getExpirationTaskInterval(config, LOG);
        sweepTimeout = ExpirationHelper.getExpirationTaskTimeout(config, LOG);
        sweepBatch = ExpirationHelper.getExpirationTaskMaxRemoval(config, LOG);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        ExpirationTask.builder()
                .withEntityId("pbx-security-keys")
                .withAction((session, realmId, currentTime, maxRemoval, removed) ->
                        JpaSecurityKeyProvider.removeExpired(session, currentTime, maxRemoval, removed))
                .withFactory(factory)
                .withExecutor(ExpirationHelper.expirationExecutor(factory))
                .withMaxRemoval(sweepBatch)
                .withRealmExpiration(false)
                .withTimeout(sweepTimeout, TimeUnit.SECONDS)
                .withInterval(sweepInterval, TimeUnit.SECONDS)
                .build()
                .schedule();
        factory.register(JpaSecurityKeyProviderFactory::removeKeysOfUser);
    }

    private static void removeKeysOfUser(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            removed.getKeycloakSession()
                    .getProvider(SecurityKeyProvider.class)
                    .revokeByUser(removed.getRealm(), removed.getUser().getId());
        }
    }

    @Override
    public Duration maxLifeSpan() {
        return maxLifeSpan;
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        Set<Class<? extends Provider>> dependencies = new HashSet<>(ExpirationHelper.dependsOn());
        dependencies.add(JpaConnectionProvider.class);
        return dependencies;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        ProviderConfigurationBuilder builder = ProviderConfigurationBuilder.create()
                .property()
                .name("lookupKey")
                .type(ProviderConfigProperty.STRING_TYPE)
                .secret(true)
                .helpText("Secret for the keyed hashes of values and users, the same on all nodes. Without it, the"
                        + " realm's HS512 keys serve, which are in the database.")
                .add()
                .property()
                .name("maxLifeSpan")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(DEFAULT_MAX_LIFE_SPAN)
                .helpText("The longest life of a security key, in seconds.")
                .add();
        ExpirationHelper.addConfiguration(builder, "security keys");
        return builder.build();
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
