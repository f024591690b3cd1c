package io.keycloakpbx.securitydata;

import io.keycloakpbx.http.QueryString;
import io.keycloakpbx.securitydata.odata.Document;
import io.keycloakpbx.securitydata.odata.EntitySet;
import io.keycloakpbx.securitydata.odata.Execution;
import io.keycloakpbx.securitydata.odata.Format;
import io.keycloakpbx.securitydata.odata.Key;
import io.keycloakpbx.securitydata.odata.Metadata;
import io.keycloakpbx.securitydata.odata.ODataException;
import io.keycloakpbx.securitydata.odata.Query;
import io.keycloakpbx.securitydata.odata.QueryOptions;
import io.keycloakpbx.securitydata.sets.SecurityDataSet;
import io.keycloakpbx.securitydata.sets.SecurityDataSets;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.util.JsonSerialization;

/** CostGuard's security data, to be read as OData 3. */
@Tag(name = "Security data")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "wrap")
@APIResponse(responseCode = "400", ref = "RefusedData")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedData")
@APIResponse(responseCode = "404", ref = "RefusedData")
@APIResponse(responseCode = "406", ref = "RefusedData")
@APIResponse(responseCode = "415", ref = "RefusedData")
public class SecurityDataResource {

    private static final String METADATA = "$metadata";
    private static final String COUNT = "$count";

    static final String SWT_KEY = "swt-key";

    /** Of a path whose parentheses are encoded, too. */
    private static final Pattern WITH_KEY = Pattern.compile("([^(]+)\\((.*)\\)", Pattern.DOTALL);

    private final SecurityDataRequest request;

    SecurityDataResource(SecurityDataRequest request) {
        this.request = request;
    }

    /** The same of an environment: its base URL has to be there, and changes nothing of what is read. */
    @Path("1x/{environment}")
    public Object environment(@PathParam("environment") String environment) {
        if (request.isInEnvironment()) {
            throw new NotFoundException();
        }
        return new SecurityDataResource(request.in(environment));
    }

    /** Lists the sets. */
    @GET
    @Operation(operationId = "listSecurityDataSets", summary = "Lists the sets: the service document of OData 3")
    @Parameter(ref = "$format")
    @APIResponse(
            responseCode = "200",
            description = "The sets that can be read as a whole",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema =
                                @Schema(
                                        anyOf = {
                                            SecurityDataDescription.Service.class,
                                            SecurityDataDescription.Verbose.class
                                        })),
                @Content(mediaType = "application/atomsvc+xml", schema = @Schema(type = SchemaType.STRING))
            })
    public Response service() {
        request.requireViewSome();
        return request.answer(format -> format.service(SecurityDataSets.ALL.stream()
                .filter(SecurityDataSet::listed)
                .map(set -> set.type().name())
                .toList()));
    }

    /** Describes the sets. */
    @GET
    @Path(METADATA)
    @Operation(operationId = "getSecurityDataSchema", summary = "Gets the schema of all sets")
    @APIResponse(
            responseCode = "200",
            description = "Edmx 1.0 with the Conceptual Schema Definition Language 3",
            content = @Content(mediaType = MediaType.APPLICATION_XML, schema = @Schema(type = SchemaType.STRING)))
    public Response metadata() {
        request.requireViewSome();
        return request.answerAnyhow(format -> Metadata.of(
                SecurityDataSets.ALL.stream().map(SecurityDataSet::type).toList()));
    }

    /** Tells versions. */
    @GET
    @Path("VersionInformation")
    @Operation(
            operationId = "getVersionInformation",
            summary = "Gets the services of CostGuard that are here, and the version")
    @APIResponse(
            responseCode = "200",
            description = "The services",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VersionInformation.class)))
    public Response version() {
        request.requireViewSome();
        return request.answerAnyhow(format ->
                new Document(MediaType.APPLICATION_JSON, JsonSerialization.valueAsString(VersionInformation.now())));
    }

    /** Lists entities. */
    @GET
    @Path("{set}")
    @Operation(operationId = "listSecurityData", summary = "Lists the entities of a set, a page at a time")
    @Parameter(ref = "$filter")
    @Parameter(ref = "$orderby")
    @Parameter(ref = "$select")
    @Parameter(ref = "$top")
    @Parameter(ref = "$skip")
    @Parameter(ref = "$skiptoken")
    @Parameter(ref = "$inlinecount")
    @Parameter(ref = "$format")
    @APIResponse(
            responseCode = "200",
            description = "The page, and where the next is",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema =
                                @Schema(
                                        anyOf = {
                                            SecurityDataDescription.Page.class,
                                            SecurityDataDescription.Verbose.class
                                        })),
                @Content(mediaType = "application/atom+xml", schema = @Schema(type = SchemaType.STRING))
            })
    public Response list(@PathParam("set") String set) {
        if (set.equals(METADATA)) {
            return metadata();
        }
        Matcher keyed = WITH_KEY.matcher(set);
        if (keyed.matches()) {
            return get(keyed.group(1), keyed.group(2));
        }
        request.requireView(set);
        return request.answer(format -> page(listed(set), format));
    }

    /** Gets an entity. */
    @GET
    @Path("{set: [^/(]+}({key: [^/]*})")
    @Operation(operationId = "getSecurityDatum", summary = "Gets an entity of a set by its key")
    @Parameter(ref = "$select")
    @Parameter(ref = "$format")
    @APIResponse(
            responseCode = "200",
            description = "The entity",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SecurityDataDescription.Entity.class)),
                @Content(mediaType = "application/atom+xml", schema = @Schema(type = SchemaType.STRING))
            })
    public Response get(@PathParam("set") String set, @PathParam("key") String key) {
        request.requireView(set);
        return request.answer(format -> entity(request.set(set), key, format));
    }

    /** Counts entities. */
    @GET
    @Path("{set}/$count")
    @Operation(operationId = "countSecurityData", summary = "Counts the entities of a set")
    @Parameter(ref = "$filter")
    @APIResponse(
            responseCode = "200",
            description = "How many there are",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(type = SchemaType.STRING, pattern = "[0-9]+")))
    public Response count(@PathParam("set") String set) {
        request.requireView(set);
        return request.answerAnyhow(format -> count(listed(set)));
    }

    /** Gets the key of a client's simple web tokens. */
    @GET
    @Path(SWT_KEY + "/{clientId: .+}")
    @Operation(
            operationId = "getSimpleWebTokenKey",
            summary = "Gets the key by which simple web tokens for a client are signed, for those who verify them")
    @Parameter(name = "clientId", description = "The client's name in the realm, or its internal id")
    @APIResponse(
            responseCode = "200",
            description = "The key of today; another one after the realm has another HS512 key",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SimpleWebTokenKeyRepresentation.class)))
    public Response simpleWebTokenKey(@PathParam("clientId") String clientId) {
        return request.simpleWebTokenKey(clientId);
    }

    /** Refuses what is below an entity. */
    @GET
    @Path("{set}/{rest: .+}")
    @Operation(hidden = true)
    public Response other(@PathParam("set") String set, @PathParam("rest") String rest) {
        if (rest.equals(COUNT)) {
            return count(set);
        }
        request.requireView(set);
        return request.answer(format -> {
            throw ODataException.unknown("There is nothing below a set but its entities and " + COUNT + ".");
        });
    }

    private SecurityDataSet<?> listed(String name) {
        SecurityDataSet<?> set = request.set(name);
        if (!set.listed()) {
            throw ODataException.unknown(name + " is read by its key only, as in " + name + "(1).");
        }
        return set;
    }

    private <R> Document page(SecurityDataSet<R> set, Format format) {
        Query<R> query = QueryOptions.parse(QueryString.parameters(), set.type());
        return format.page(set.type(), query.select(), Execution.page(set.open(request.context()), query));
    }

    private <R> Document entity(SecurityDataSet<R> set, String key, Format format) {
        Query<R> query = QueryOptions.ofItem(QueryString.parameters(), set.type());
        List<Object> values = Key.parse(key, set.type());
        EntitySet<R> open = set.open(request.context());
        return Execution.item(open, values)
                .map(entity -> format.entity(set.type(), query.select(), entity))
                .orElseThrow(
                        () -> ODataException.unknown("There is no " + set.type().name() + " with this key."));
    }

    private <R> Document count(SecurityDataSet<R> set) {
        Query<R> query = QueryOptions.parse(QueryString.parameters(), set.type());
        return new Document(
                MediaType.TEXT_PLAIN + ";charset=utf-8",
                Long.toString(Execution.count(set.open(request.context()), query)));
    }
}
