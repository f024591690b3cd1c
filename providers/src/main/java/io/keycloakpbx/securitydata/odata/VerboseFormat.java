package io.keycloakpbx.securitydata.odata;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Verbose JSON, as it was before OData 3 and as its old clients read it. */
public final class VerboseFormat implements Format {

    private static final String TYPE = "application/json;charset=utf-8;odata=verbose";

    private final String base;

    /**
     * @param base the base URL, which ends with a slash
     */
    public VerboseFormat(String base) {
        this.base = base;
    }

    @Override
    public <R> Document page(EntityType<R> type, List<Property<R>> select, Page<R> page) {
        return document(json -> {
            json.writeObjectFieldStart("d");
            json.writeArrayFieldStart("results");
            for (R entity : page.entities()) {
                object(json, type, select, entity);
            }
            json.writeEndArray();
            if (page.count() != null) {
                json.writeStringField("__count", page.count().toString());
            }
            if (page.nextLink() != null) {
                json.writeStringField("__next", base + page.nextLink());
            }
            json.writeEndObject();
        });
    }

    @Override
    public <R> Document entity(EntityType<R> type, List<Property<R>> select, R entity) {
        return document(json -> {
            json.writeFieldName("d");
            object(json, type, select, entity);
        });
    }

    @Override
    public Document service(List<String> sets) {
        return document(json -> {
            json.writeObjectFieldStart("d");
            json.writeArrayFieldStart("EntitySets");
            for (String set : sets) {
                json.writeString(set);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    @Override
    public Document error(String message) {
        return document(json -> JsonText.error(json, "error", message));
    }

    private static Document document(JsonText.Content members) {
        return new Document(TYPE, JsonText.object(members));
    }

    private <R> void object(JsonGenerator json, EntityType<R> type, List<Property<R>> select, R entity)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("__metadata");
        json.writeStringField("uri", base + Key.address(type, entity));
        json.writeStringField("type", NAMESPACE + '.' + type.name());
        json.writeEndObject();
        for (Property<R> property : select) {
            json.writeFieldName(property.name());
            JsonText.value(json, property.value().apply(entity));
        }
        json.writeEndObject();
    }
}
