package io.keycloakpbx.extension;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

@Entity
@Table(name = "PBX_EXTENSION")
class PbxExtensionEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id;

    @Column(name = "SERVER_ID", nullable = false, updatable = false)
    String serverId;

    @Column(name = "EXTENSION", nullable = false)
    String extension;

    @Nationalized
    @Column(name = "DISPLAY_NAME")
    String displayName;

    @Nationalized
    @Column(name = "SEARCH_NAME")
    String searchName;

    @Column(name = "AUTO_ANSWER")
    Boolean autoAnswer;

    @Nationalized
    @Column(name = "PEER")
    String peer;

    @Nationalized
    @Column(name = "ALT_ORIGINATION_METHOD")
    String altOriginationMethod;

    @Nationalized
    @Column(name = "AGENT_NAME")
    String agentName;

    @Nationalized
    @Column(name = "AGENT_LOCATION")
    String agentLocation;

    @Nationalized
    @Column(name = "AGENT_INTERFACE")
    String agentInterface;

    @Column(name = "AGENT_PENALTY")
    Integer agentPenalty;

    @Column(name = "AGENT_PAUSED")
    Boolean agentPaused;

    @Nationalized
    @Column(name = "ORIGINATING_CONTEXT")
    String originatingContext;

    @Nationalized
    @Column(name = "REDIRECTING_CONTEXT")
    String redirectingContext;

    @Column(name = "ORIGINATE_TIMEOUT")
    Integer originateTimeout;

    @Nationalized
    @Column(name = "VOICE_MAIL_CONTEXT")
    String voiceMailContext;

    @Nationalized
    @Column(name = "VOICE_MAIL_BOX")
    String voiceMailBox;

    protected PbxExtensionEntity() {}

    PbxExtensionEntity(String id, String serverId, ExtensionSettings settings) {
        this.id = id;
        this.serverId = serverId;
        apply(settings);
    }

    final void apply(ExtensionSettings settings) {
        extension = settings.extension();
        displayName = settings.displayName();
        searchName = displayName == null ? null : forSearch(displayName);
        autoAnswer = settings.autoAnswer();
        peer = settings.peer();
        altOriginationMethod = settings.altOriginationMethod();
        agentName = settings.agentName();
        agentLocation = settings.agentLocation();
        agentInterface = settings.agentInterface();
        agentPenalty = settings.agentPenalty();
        agentPaused = settings.agentPaused();
        originatingContext = settings.originatingContextOverride();
        redirectingContext = settings.redirectingContextOverride();
        originateTimeout = settings.originateTimeoutOverride();
        voiceMailContext = settings.voiceMailContext();
        voiceMailBox = settings.voiceMailBox();
    }

    /** In a lower case that is the same on every database, and as long as before. */
    static String forSearch(String text) {
        StringBuilder lowerCase = new StringBuilder(text.length());
        text.chars().forEach(c -> lowerCase.append(Character.toLowerCase((char) c)));
        return lowerCase.toString();
    }

    Extension toExtension() {
        return new Extension(
                id,
                serverId,
                new ExtensionSettings(
                        extension,
                        displayName,
                        autoAnswer,
                        peer,
                        altOriginationMethod,
                        agentName,
                        agentLocation,
                        agentInterface,
                        agentPenalty,
                        agentPaused,
                        originatingContext,
                        redirectingContext,
                        originateTimeout,
                        voiceMailContext,
                        voiceMailBox));
    }
}
