package io.keycloakpbx.securitykey;

import io.keycloakpbx.crypto.KeyedHash;
import io.keycloakpbx.store.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.keycloak.Config;
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
public final class JpaSecurityKeyProviderFactory implements SecurityKeyProviderFactory {

    private static final int MIN_LOOKUP_KEY = 32;
    private static final int DEFAULT_MAX_LIFE_SPAN = (int) TimeUnit.DAYS.toSeconds(7);

    private KeyedHash lookupKey;
    private Duration maxLifeSpan;
    private Sweep sweep;

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
        sweep = Sweep.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        sweep.schedule(
                factory,
                "pbx-security-keys",
                (session, now, most, removed) -> JpaSecurityKeyProvider.removeExpired(session, now, most, removed));
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
        return Sweep.dependsOn(Set.of());
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
                .add()
                .property()
                .name(SecurityKeyMetrics.BY_REALM)
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .helpText("Whether the metric of security keys has a label with the realm.")
                .add();
        Sweep.describe(builder, "security keys");
        return builder.build();
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
