package io.keycloakpbx.securitydata;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What answers are like, for their description: they are written member by member. */
final class SecurityDataDescription {

    private SecurityDataDescription() {}

    /** An entity. */
    @Schema(
            name = "SecurityDatum",
            type = SchemaType.OBJECT,
            description = "The properties that $metadata names, and members whose names begin with odata. where the"
                    + " request asks for metadata; with odata=verbose the member d has all of this",
            additionalProperties = Schema.True.class)
    record Entity() {}

    /** A page. */
    @Schema(
            name = "SecurityDataPage",
            description = "A page of a set",
            additionalProperties = Schema.False.class,
            requiredProperties = "value")
    record Page(
            @JsonProperty("odata.metadata") @Schema(description = "Where the set is described") String metadata,
            @JsonProperty("odata.count")
                    @Schema(
                            description =
                                    "How many entities the filter lets through, with $inlinecount=allpages: a number,"
                                            + " or the text of one where the request names a form of OData 3",
                            anyOf = {Long.class, String.class})
                    Object count,
            List<Entity> value,
            @JsonProperty("odata.nextLink") @Schema(description = "Where the next page is, relative to the base URL")
                    String nextLink) {}

    /** Verbose JSON. */
    @Schema(
            name = "SecurityDataVerbose",
            description = "The answer with odata=verbose",
            additionalProperties = Schema.False.class,
            requiredProperties = "d")
    record Verbose(@Schema(type = SchemaType.OBJECT, additionalProperties = Schema.True.class) Object d) {}

    /** The service document. */
    @Schema(
            name = "SecurityDataService",
            description = "The sets",
            additionalProperties = Schema.False.class,
            requiredProperties = "value")
    record Service(@JsonProperty("odata.metadata") String metadata, List<Set> value) {}

    /** A set. */
    @Schema(
            name = "SecurityDataSet",
            additionalProperties = Schema.False.class,
            requiredProperties = {"name", "url"})
    record Set(String name, String url) {}

    /** A refusal. */
    @Schema(
            name = "SecurityDataError",
            description = "A refusal of OData 3; with odata=verbose the member is called error",
            additionalProperties = Schema.False.class,
            minProperties = 1,
            maxProperties = 1)
    record Error(@JsonProperty("odata.error") Reason reason, @JsonProperty("error") Reason verbose) {}

    /** Why. */
    @Schema(
            name = "SecurityDataReason",
            additionalProperties = Schema.False.class,
            requiredProperties = {"code", "message"})
    record Reason(String code, Message message) {}

    /** In words. */
    @Schema(
            name = "SecurityDataMessage",
            additionalProperties = Schema.False.class,
            requiredProperties = {"lang", "value"})
    record Message(String lang, String value) {}
}
