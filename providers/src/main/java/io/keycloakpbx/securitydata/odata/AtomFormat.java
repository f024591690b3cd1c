package io.keycloakpbx.securitydata.odata;

import java.time.Instant;
import java.util.List;

/** Atom (RFC 4287) with the elements of OData 3, and the service document of AtomPub (RFC 5023). */
public final class AtomFormat implements Format {

    /** The namespace of what is no value. */
    static final String METADATA = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";

    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices";
    private static final String SCHEME = "http://schemas.microsoft.com/ado/2007/08/dataservices/scheme";
    private static final String APP = "http://www.w3.org/2007/app";

    private final String base;
    private final String updated;

    /**
     * @param base the base URL, which ends with a slash
     * @param now when the answer is made
     */
    public AtomFormat(String base, Instant now) {
        this.base = base;
        this.updated = IsoDateTime.text(now) + 'Z';
    }

    @Override
    public <R> Document page(EntityType<R> type, List<Property<R>> select, Page<R> page) {
        XmlOutput xml = root("feed");
        if (page.count() != null) {
            xml.text("m:count", page.count().toString());
        }
        xml.text("id", base + type.name())
                .text("title", type.name(), "type", "text")
                .text("updated", updated)
                .empty("link", "rel", "self", "title", type.name(), "href", type.name());
        if (page.entities().isEmpty()) {
            // A feed has an author where it has no entries that have one.
            author(xml);
        }
        for (R entity : page.entities()) {
            xml.begin("entry");
            content(xml, type, select, entity);
            xml.end();
        }
        if (page.nextLink() != null) {
            xml.empty("link", "rel", "next", "href", page.nextLink());
        }
        return new Document(
                "application/atom+xml;charset=utf-8;type=feed", xml.end().document());
    }

    @Override
    public <R> Document entity(EntityType<R> type, List<Property<R>> select, R entity) {
        XmlOutput xml = root("entry");
        content(xml, type, select, entity);
        return new Document(
                "application/atom+xml;charset=utf-8;type=entry", xml.end().document());
    }

    @Override
    public Document service(List<String> sets) {
        XmlOutput xml = new XmlOutput()
                .begin("service", "xmlns", APP, "xmlns:atom", ATOM, "xml:base", base)
                .begin("workspace")
                .text("atom:title", "Default");
        for (String set : sets) {
            xml.begin("collection", "href", set).text("atom:title", set).end();
        }
        return new Document(
                "application/atomsvc+xml;charset=utf-8", xml.end().end().document());
    }

    @Override
    public Document error(String message) {
        return new Document(
                "application/xml;charset=utf-8",
                new XmlOutput()
                        .begin("m:error", "xmlns:m", METADATA)
                        .text("m:code", NO_CODE)
                        .text("m:message", message, "xml:lang", LANGUAGE)
                        .end()
                        .document());
    }

    private XmlOutput root(String name) {
        return new XmlOutput().begin(name, "xmlns", ATOM, "xmlns:d", DATA, "xmlns:m", METADATA, "xml:base", base);
    }

    private static void author(XmlOutput xml) {
        xml.begin("author").empty("name").end();
    }

    private <R> void content(XmlOutput xml, EntityType<R> type, List<Property<R>> select, R entity) {
        String address = Key.address(type, entity);
        xml.text("id", base + address)
                .empty("category", "term", NAMESPACE + '.' + type.name(), "scheme", SCHEME)
                .empty("link", "rel", "self", "title", type.name(), "href", address)
                .empty("title")
                .text("updated", updated);
        author(xml);
        xml.begin("content", "type", "application/xml").begin("m:properties");
        for (Property<R> property : select) {
            property(xml, property, property.value().apply(entity));
        }
        xml.end().end();
    }

    /** Text is what has no type. */
    private static void property(XmlOutput xml, Property<?> property, Object value) {
        String name = "d:" + property.name();
        String type = property.type().edmName();
        boolean text = property.type() == EdmType.STRING;
        if (value == null) {
            if (text) {
                xml.empty(name, "m:null", "true");
            } else {
                xml.empty(name, "m:type", type, "m:null", "true");
            }
            return;
        }
        String written = value instanceof Instant time ? IsoDateTime.text(time) : value.toString();
        if (text) {
            xml.text(name, written);
        } else {
            xml.text(name, written, "m:type", type);
        }
    }
}
