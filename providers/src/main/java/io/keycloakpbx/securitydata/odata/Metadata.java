package io.keycloakpbx.securitydata.odata;

import java.util.List;

/** The schema of all sets: Edmx 1.0 with the Conceptual Schema Definition Language 3. */
public final class Metadata {

    private static final String EDMX = "http://schemas.microsoft.com/ado/2007/06/edmx";
    private static final String EDM = "http://schemas.microsoft.com/ado/2009/11/edm";
    private static final String VERSION = "3.0";

    private Metadata() {}

    /** The document. */
    public static Document of(List<? extends EntityType<?>> types) {
        XmlOutput xml = new XmlOutput()
                .begin("edmx:Edmx", "Version", "1.0", "xmlns:edmx", EDMX)
                .begin(
                        "edmx:DataServices",
                        "xmlns:m",
                        AtomFormat.METADATA,
                        "m:DataServiceVersion",
                        VERSION,
                        "m:MaxDataServiceVersion",
                        VERSION)
                .begin("Schema", "Namespace", Format.NAMESPACE, "xmlns", EDM);
        types.forEach(type -> type(xml, type));
        xml.begin("EntityContainer", "Name", "Container", "m:IsDefaultEntityContainer", "true");
        types.forEach(type ->
                xml.empty("EntitySet", "Name", type.name(), "EntityType", Format.NAMESPACE + '.' + type.name()));
        return new Document(
                "application/xml;charset=utf-8", xml.end().end().end().end().document());
    }

    private static void type(XmlOutput xml, EntityType<?> type) {
        xml.begin("EntityType", "Name", type.name()).begin("Key");
        type.key().forEach(name -> xml.empty("PropertyRef", "Name", name));
        xml.end();
        type.properties()
                .values()
                .forEach(property -> xml.empty(
                        "Property",
                        "Name",
                        property.name(),
                        "Type",
                        property.type().edmName(),
                        "Nullable",
                        Boolean.toString(property.nullable())));
        xml.end();
    }
}
