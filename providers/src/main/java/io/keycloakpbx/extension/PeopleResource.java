package io.keycloakpbx.extension;

import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.UserId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
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
import org.keycloak.models.UserModel;

/**
 * The people of a tenant with their extensions. Who may view some users only, by fine-grained permissions, is shown these; of
 * those of a directory that Keycloak keeps no rows of, none. Errors have the shape of Keycloak's Admin API.
 */
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Extensions")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class PeopleResource {

    static final String ID = "pbx-people";

    private static final Page.Length LENGTH = new Page.Length(100, 0, 1_000);
    private static final int TEXT_LENGTH = 255;
    private static final String SEARCH = "search";
    private static final String ENABLED = "enabled";

    private final ExtensionRequest request;

    PeopleResource(ExtensionRequest request) {
        this.request = request;
    }

    /**
     * Lists people by user name, {@code first} left out and {@code max} at most, up to 1,000, without service accounts. The
     * header {@code X-Total-Count} tells how many there are in all; where the caller may view some only, or the realm has a
     * directory, one more than have been looked at if there are more. Of some only, no more than 2,000 are looked at.
     *
     * @param search as in Keycloak's user list; also a part of a display name, and the beginning of an extension's number
     * @param enabled whether they may sign in
     */
    @GET
    @Operation(operationId = "listPeople", summary = "Lists users by name with the extensions that they have")
    @Parameter(ref = "first")
    @Parameter(ref = "max.0-1000")
    @Parameter(
            name = SEARCH,
            in = ParameterIn.QUERY,
            description =
                    "As in Keycloak's list of users; also a part of a display name, and the beginning of a number",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT_LENGTH))
    @Parameter(
            name = ENABLED,
            in = ParameterIn.QUERY,
            description = "Whether they may sign in",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @APIResponse(
            responseCode = "200",
            description = "The people",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PersonRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(@QueryParam(SEARCH) String search, @QueryParam(ENABLED) String enabled) {
        request.requireViewListed();
        PeopleQuery query = new PeopleQuery(
                QueryText.of(SEARCH, search, TEXT_LENGTH, RefusalRenderer.ADMIN),
                QueryText.truth(ENABLED, enabled, RefusalRenderer.ADMIN));
        Page page = Page.firstMax(
                request.session().getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
        FoundPeople found = request.session()
                .getProvider(PbxUserProvider.class)
                .people(request.realm(), query, request.viewed(), page.first(), page.max());
        Map<String, List<OwnedExtension>> extensions = request.extensions()
                .ownedExtensions(
                        request.realm(), found.people().stream().map(Person::id).toList());
        return Page.answer(
                found.people().stream()
                        .map(person -> PersonRepresentation.of(person, extensions.getOrDefault(person.id(), List.of())))
                        .toList(),
                found.total());
    }

    /** One of them, with the PBX role, whether wrong passwords keep the user out, and whether the caller may change the user. */
    @GET
    @Path("{userId}")
    @Operation(operationId = "getPerson", summary = "Gets a user with extensions, PBX role and lock")
    @APIResponse(
            responseCode = "200",
            description = "The user",
            content = @Content(schema = @Schema(implementation = PersonDetailsRepresentation.class)))
    public Response get(@PathParam("userId") String userId) {
        request.requireViewSome();
        UserModel user = requireUser(userId);
        return Response.ok(PersonDetailsRepresentation.of(
                        request.session(),
                        request.realm(),
                        user,
                        request.extensions().ownedExtensions(request.realm(), user.getId()),
                        request.access().auth().users().canManage(user)))
                .build();
    }

    /** Whom the caller may not view is told as nobody is. */
    private UserModel requireUser(String userId) {
        UserModel user = UserId.find(request.session(), request.realm(), userId);
        if (user == null
                || user.getServiceAccountClientLink() != null
                || !request.access().auth().users().canView(user)) {
            request.access().requireViewUsers();
            throw RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.NOT_FOUND, "User not found"));
        }
        return user;
    }
}
