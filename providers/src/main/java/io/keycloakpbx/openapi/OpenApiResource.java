package io.keycloakpbx.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.RealmEndpoint;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.Frontend;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * {@code /realms/{realm}/pbx-openapi.json}: the description of the bundle's resources, made when the bundle was built. It is
 * the same for everybody, but for the server's address, which is the realm's.
 */
@Tag(name = "Discovery")
public class OpenApiResource {

    /** Beside this class, in the jar. */
    private static final String DOCUMENT = "openapi.json";

    private final KeycloakSession session;

    OpenApiResource(KeycloakSession session) {
        this.session = session;
    }

    /** The description, for every origin and without a token. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getDescription", summary = "This description, with the realm's address of the server")
    @APIResponse(
            responseCode = "200",
            description = "An OpenAPI document",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "403", ref = "Refused")
    @APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
    public Response get() {
        RealmModel realm = new RealmEndpoint(session, RefusalRenderer.ADMIN, "GET").requireServed();
        return Response.ok(document(address(Frontend.of(session, realm).toString())), MediaType.APPLICATION_JSON_TYPE)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response preflight() {
        return Response.ok()
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET, OPTIONS")
                .build();
    }

    private static String address(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** With the one address that everybody knows: an address of administrators is not for everybody. */
    private static byte[] document(String frontend) {
        try {
            ObjectNode document = Holder.document().deepCopy();
            document.putArray("servers").addObject().put("url", frontend);
            return JsonSerialization.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read when the first request comes: most servers are never asked. */
    private static final class Holder {

        private static final ObjectNode DOCUMENT_NODE = read();

        static ObjectNode document() {
            return DOCUMENT_NODE;
        }

        private static ObjectNode read() {
            try (InputStream in = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
                return (ObjectNode) JsonSerialization.mapper.readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
