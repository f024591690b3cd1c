package io.keycloakpbx.extension;

import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.StorableText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * All extensions of a tenant, on whichever server, with whose they are; those of one user among them. Whose they are is
 * changed here by administrators who see whom they take an extension from; all else of them is changed by iSymphony's API.
 * Errors have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantExtensionsResource {

    private static final Page.Length LENGTH = new Page.Length(100, 0, 1_000);
    private static final int TEXT_LENGTH = 255;

    private final ExtensionRequest request;

    TenantExtensionsResource(ExtensionRequest request) {
        this.request = request;
    }

    /**
     * Lists extensions by number, {@code first} left out and {@code max} at most, up to 1,000. The header
     * {@code X-Total-Count} tells how many there are in all. Names of users whom the caller may not view are left out.
     *
     * @param search the beginning of a number or a part of a display name
     * @param server the id of a server
     * @param managingUser the id of a user; of one whom the caller may not view none are found
     * @param free {@code true} for those that nobody manages, {@code false} for those that somebody does
     */
    @GET
    @Operation(
            operationId = "listTenantExtensions",
            summary = "Lists the extensions of all servers by number, with whose they are")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-1000")
    @Parameter(ref = "search.extensions")
    @Parameter(
            name = "server",
            in = ParameterIn.QUERY,
            description = "The id of a server",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT_LENGTH))
    @Parameter(
            name = "managingUser",
            in = ParameterIn.QUERY,
            description = "The id of a user",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT_LENGTH))
    @Parameter(
            name = "free",
            in = ParameterIn.QUERY,
            description = "Whether nobody manages it",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @APIResponse(
            responseCode = "200",
            description = "The extensions",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ManagedExtensionRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(
            @QueryParam("search") String search,
            @QueryParam("server") String server,
            @QueryParam("managingUser") String managingUser,
            @QueryParam("free") String free) {
        request.requireView();
        ExtensionQuery query = new ExtensionQuery(
                text("search", search),
                text("server", server),
                text("managingUser", managingUser),
                truth("free", free));
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        Viewed viewed = request.viewed();
        boolean isHidden = query.managingUserId() != null && !viewed.has(query.managingUserId());
        FoundManagedExtensions found = isHidden
                ? FoundManagedExtensions.NONE
                : request.extensions().search(request.realm(), query, page.first(), page.max());
        Map<String, PbxUserName> names = request.session()
                .getProvider(PbxUserProvider.class)
                .shownNames(
                        request.realm(),
                        found.extensions().stream()
                                .map(ManagedExtension::managingUserId)
                                .filter(Objects::nonNull)
                                .toList(),
                        viewed);
        return Page.answer(
                found.extensions().stream()
                        .map(extension -> ManagedExtensionRepresentation.of(extension, names))
                        .toList(),
                found.total());
    }

    /** Whose an extension is. */
    @Path("{extensionId}/owner")
    public ExtensionOwnerResource owner(@PathParam("extensionId") String extensionId) {
        return new ExtensionOwnerResource(request, StorableText.id(extensionId));
    }

    /** What has become of an extension. */
    @Path("{extensionId}/history")
    public ExtensionHistoryResource history(@PathParam("extensionId") String extensionId) {
        return new ExtensionHistoryResource(request, StorableText.id(extensionId));
    }

    private static String text(String name, String value) {
        return QueryText.of(name, value, TEXT_LENGTH, RefusalRenderer.ADMIN);
    }

    private static Boolean truth(String name, String value) {
        if (value == null) {
            return null;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid(name, "must be true or false");
        }
        return Boolean.valueOf(value);
    }

    private static RuntimeException invalid(String name, String rule) {
        return RefusalRenderer.ADMIN.thrown(Refusal.invalid(name, name + " " + rule));
    }
}
