package io.keycloakpbx.extension;

import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.store.Uuid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What has become of an extension: whose it was, since when, and who has changed that, as far as admin events tell. */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class ExtensionHistoryResource {

    private static final Page.Length LENGTH = new Page.Length(100, 0, 1_000);

    private final ExtensionRequest request;
    private final String extensionId;

    ExtensionHistoryResource(ExtensionRequest request, String extensionId) {
        this.request = request;
        this.extensionId = extensionId;
    }

    /**
     * The changes, the newest first, {@code first} left out and {@code max} at most, up to 1,000, for who may view users and
     * events; the header {@code X-Total-Count} tells how many there are in all. No more than the realm's newest 100,000 admin
     * events are looked at. 404 where there is no such extension, and no event of one that has been deleted.
     */
    @GET
    @Operation(
            operationId = "getExtensionHistory",
            summary = "What has become of an extension by the tenant's admin events, the newest first")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-1000")
    @APIResponse(
            responseCode = "200",
            description = "The changes, and how it is now",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content = @Content(schema = @Schema(implementation = ExtensionHistoryRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list() {
        request.requireView();
        request.access().requireViewEvents();
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        if (!Uuid.is(extensionId)) {
            throw unknown();
        }
        ExtensionOwnership now =
                request.extensions().ownership(request.realm(), extensionId).orElse(null);
        ExtensionHistory history = new ExtensionHistory(request.session(), request.realm());
        ExtensionHistory.Found found = history.find(extensionId, page.first(), page.max());
        if (now == null && found.total() == 0) {
            throw unknown();
        }
        return Page.answer(representation(history, found, now), found.total());
    }

    private ExtensionHistoryRepresentation representation(
            ExtensionHistory history, ExtensionHistory.Found found, ExtensionOwnership now) {
        String ownerId = now == null ? null : now.managingUserId();
        HistoryNames names = HistoryNames.of(request, history, found, ownerId);
        return new ExtensionHistoryRepresentation(
                extensionId,
                now == null ? lastNumber(found) : now.extension(),
                now == null ? null : serverName(now.serverId()),
                ownerId == null ? null : names.user(new OwnershipEvent.Party(ownerId, null)),
                now != null && now.isDefault(),
                now == null,
                history.isKept(),
                request.realm().isAdminEventsDetailsEnabled(),
                HistoryNames.moment(found.since()),
                found.changes().stream()
                        .map(change -> new ExtensionHistoryRepresentation.Change(
                                HistoryNames.moment(change.time()),
                                change.kind(),
                                change.extension(),
                                names.user(change.from()),
                                names.user(change.to()),
                                names.author(change.by())))
                        .toList());
    }

    private String serverName(String serverId) {
        Optional<PbxServer> server = request.extensions().server(request.realm(), serverId);
        return server.map(PbxServer::name).orElse(null);
    }

    private static String lastNumber(ExtensionHistory.Found found) {
        return found.changes().stream()
                .map(RecordedChange::extension)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static RuntimeException unknown() {
        return RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.NOT_FOUND, ContractError.NO_EXTENSION));
    }
}
