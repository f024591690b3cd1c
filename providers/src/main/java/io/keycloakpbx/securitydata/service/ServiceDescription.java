package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What calls and answers in JSON are like, for their description: each command has members of its own. */
final class ServiceDescription {

    private ServiceDescription() {}

    /** A call. */
    @Schema(name = "SecurityServiceCall")
    record Call(
            @Schema(description = "The members of the command", nullable = true) @JsonProperty("Request")
                    Map<String, Object> request,
            @Schema(nullable = true) @JsonProperty("Requestor") Requestor requestor) {}

    /** Who calls. */
    @Schema(name = "SecurityServiceRequestor")
    record Requestor(
            @Schema(description = "An access token, a simple web token, or an assertion in Base64", nullable = true)
                    @JsonProperty("AuthorizationToken")
                    String authorizationToken,
            @Schema(description = "Read, and not used: texts are in English", nullable = true)
                    @JsonProperty("CultureName")
                    String cultureName,
            @Schema(description = "Read, and not used", nullable = true) @JsonProperty("RegisterID")
                    Integer registerId) {}

    /** An answer. */
    @Schema(name = "SecurityServiceAnswer", requiredProperties = "Messages")
    record Answer(
            @JsonProperty("Messages") List<Message> messages,
            @Schema(description = "What the command tells") @JsonProperty("Result") Map<String, Object> result) {}

    /** A refusal, or a warning. */
    @Schema(
            name = "SecurityServiceMessage",
            requiredProperties = {"ItemID", "ItemIndex", "ItemType", "LoggingNumber", "Message", "Type"})
    record Message(
            @Schema(description = "The number of the item, 0 for none") @JsonProperty("ItemID") int itemId,
            @Schema(description = "Its place in the list from 1, 0 for none") @JsonProperty("ItemIndex") int itemIndex,
            @Schema(nullable = true) @JsonProperty("ItemType") String itemType,
            @Schema(description = "Tells refusals apart, see docs/security-service.md") @JsonProperty("LoggingNumber")
                    int loggingNumber,
            @JsonProperty("Message") String message,
            @Schema(enumeration = {"Error", "Warning"}) @JsonProperty("Type") String type) {}
}
