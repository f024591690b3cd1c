package io.keycloakpbx.securitydata.odata;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keycloakpbx.http.UsDateTime;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** JSON of OData 3, and that of the contract. */
public final class JsonFormat implements Format {

    /** How much an answer says beside the values. */
    public enum Style {
        /** As the contract's examples: dates as people read them, counts as numbers. */
        CONTRACT("application/json", false, false),
        NO_METADATA("application/json;charset=utf-8;odata=nometadata", false, false),
        MINIMAL_METADATA("application/json;charset=utf-8;odata=minimalmetadata", true, false),
        FULL_METADATA("application/json;charset=utf-8;odata=fullmetadata", true, true);

        private final String contentType;
        private final boolean metadata;
        private final boolean full;

        Style(String contentType, boolean metadata, boolean full) {
            this.contentType = contentType;
            this.metadata = metadata;
            this.full = full;
        }
    }

    private final Style style;
    private final String base;

    /**
     * @param base the base URL, which ends with a slash
     */
    public JsonFormat(Style style, String base) {
        this.style = style;
        this.base = base;
    }

    @Override
    public <R> Document page(EntityType<R> type, List<Property<R>> select, Page<R> page) {
        return document(json -> {
            metadata(json, "#" + type.name());
            if (page.count() != null) {
                json.writeFieldName("odata.count");
                if (style == Style.CONTRACT) {
                    json.writeNumber(page.count());
                } else {
                    json.writeString(page.count().toString());
                }
            }
            json.writeArrayFieldStart("value");
            for (R entity : page.entities()) {
                json.writeStartObject();
                members(json, type, select, entity);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (page.nextLink() != null) {
                json.writeStringField("odata.nextLink", page.nextLink());
            }
        });
    }

    @Override
    public <R> Document entity(EntityType<R> type, List<Property<R>> select, R entity) {
        return document(json -> {
            metadata(json, "#" + type.name() + "/@Element");
            members(json, type, select, entity);
        });
    }

    @Override
    public Document service(List<String> sets) {
        return document(json -> {
            metadata(json, "");
            json.writeArrayFieldStart("value");
            for (String set : sets) {
                json.writeStartObject();
                json.writeStringField("name", set);
                json.writeStringField("url", set);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    @Override
    public Document error(String message) {
        return document(json -> JsonText.error(json, "odata.error", message));
    }

    private Document document(JsonText.Content members) {
        return new Document(style.contentType, JsonText.object(members));
    }

    private void metadata(JsonGenerator json, String fragment) throws IOException {
        if (style.metadata) {
            json.writeStringField("odata.metadata", base + "$metadata" + fragment);
        }
    }

    private <R> void members(JsonGenerator json, EntityType<R> type, List<Property<R>> select, R entity)
            throws IOException {
        if (style.full) {
            json.writeStringField("odata.type", NAMESPACE + '.' + type.name());
            json.writeStringField("odata.id", base + Key.address(type, entity));
        }
        for (Property<R> property : select) {
            Object value = property.value().apply(entity);
            if (style.full
                    && value != null
                    && (property.type() == EdmType.DATE_TIME || property.type() == EdmType.GUID)) {
                json.writeStringField(
                        property.name() + "@odata.type", property.type().edmName());
            }
            json.writeFieldName(property.name());
            if (style == Style.CONTRACT && value instanceof Instant time) {
                json.writeString(UsDateTime.text(time));
            } else {
                JsonText.value(json, value);
            }
        }
    }
}
