package io.keycloakpbx.pbxdata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.KeycloakError;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.keycloak.FineGrained;
import io.keycloakpbx.keycloak.ShownUsers;
import io.keycloakpbx.keycloak.Viewed;
import io.keycloakpbx.store.PbxDataSection.InvalidSectionException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.keycloak.models.AdminRoles;
import org.keycloak.services.ErrorResponseException;

/**
 * The PBX servers, extensions and managing users of a tenant as one file, CSV or JSON, which carries them to another
 * server beside the realm's own export.
 */
@Tag(name = "PBX data")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "RefusedText")
@APIResponse(responseCode = "404", ref = "RefusedByKeycloak")
public class PbxDataResource {

    private static final String CSV = "text/csv";
    private static final int MAX_PASSWORDS = 1000;
    private static final String LINES = "application/x-ndjson";

    /** Closing is the server's business: lines are written one after the other to the same stream. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build()
            .writer();

    private static final Logger LOG = Logger.getLogger(PbxDataResource.class);

    private final PbxDataRequest request;
    private final Access access;

    PbxDataResource(PbxDataRequest request, Access access) {
        this.request = request;
        this.access = access;
    }

    /**
     * Exports as JSON, or as CSV in UTF-8 for a client that accepts {@code text/csv}.
     *
     * @param format {@code csv} or {@code json}, for clients that cannot set the Accept header
     */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(
            operationId = "exportPbxData",
            summary = "Exports the PBX data as JSON, or as CSV for a client that accepts it")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PbxDataDocument.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response exportData(
            @QueryParam("format") @Parameter(schema = @Schema(enumeration = {"csv", "json"})) String format,
            @HeaderParam(HttpHeaders.ACCEPT) String accept) {
        // A file has all owners, or whoever takes it sets extensions free.
        access.require(ShownUsers.areAll(request.realm(), access.auth()), AdminRoles.VIEW_USERS);
        PbxDataWriter writer = new PbxDataWriter(request);
        boolean csv = format == null ? accepts(accept, CSV) : format.equals("csv");
        if (!csv) {
            StreamingOutput json = writer::json;
            return Response.ok(json, MediaType.APPLICATION_JSON).build();
        }
        StreamingOutput table = writer::csv;
        return Response.ok(table, CSV + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"pbx-data.csv\"")
                .build();
    }

    /**
     * Imports a file, {@code text/csv} or {@code application/json} in UTF-8.
     *
     * @param dryRun {@code true} to try only
     * @param atomic {@code true} to keep nothing where a row fails: 400 with the report
     * @param createUsers {@code true} to make users that rows name and the realm does not have
     * @param server CSV: the PBX server of rows that name none
     * @param ignoreUnknownColumns CSV: {@code true} to leave out columns of unknown names
     * @return the report; a client that accepts {@code application/x-ndjson} gets it line by line while the import goes
     *     on, with the summary as the last line, which tells whether it has been kept, or was broken off
     */
    @POST
    @Produces({MediaType.APPLICATION_JSON, LINES})
    @Operation(operationId = "importPbxData", summary = "Imports a file of PBX data")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PbxDataDocument.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "200",
            description = "The report, as a whole or line by line",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PbxDataReport.class)),
                @Content(mediaType = LINES, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "400",
            description = "The report of an atomic import that failed, or what is wrong with the file",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(anyOf = {PbxDataReport.class, KeycloakError.class})),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "413", ref = "RefusedText")
    @APIResponse(responseCode = "415", ref = "RefusedText")
    public Response importData(
            @Parameter(description = "Only try") @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Parameter(description = "Keep nothing where a row fails") @QueryParam("atomic") @DefaultValue("false")
                    boolean atomic,
            @Parameter(description = "Make users whom the realm does not have")
                    @QueryParam("createUsers")
                    @DefaultValue("false")
                    boolean createUsers,
            @Parameter(description = "CSV: the PBX server of rows that name none") @QueryParam("server") String server,
            @Parameter(description = "CSV: leave out columns of unknown names")
                    @QueryParam("ignoreUnknownColumns")
                    @DefaultValue("false")
                    boolean ignoreUnknownColumns,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @HeaderParam(HttpHeaders.ACCEPT) String accept,
            InputStream body) {
        // Extensions go from anybody to anybody.
        access.require(FineGrained.managesAllUsers(request.realm(), access.auth()), AdminRoles.MANAGE_USERS);
        if (createUsers && (dryRun || atomic)) {
            requireUsersThatCanBeTakenBack();
        }
        PbxDataFile file = read(type, server, ignoreUnknownColumns, body);
        requireSections(file);
        PbxDataOptions options = new PbxDataOptions(dryRun, atomic, createUsers);
        if (createUsers) {
            requireFewPasswords(file);
        }
        if (accepts(accept, LINES)) {
            StreamingOutput output = out -> stream(file, options, out);
            return Response.ok(output, LINES).build();
        }
        PbxDataReport report = run(file, options, line -> {});
        if (!report.committed() && !dryRun) {
            throw new ErrorResponseException(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(report)
                    .build());
        }
        return Response.ok(report, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static boolean accepts(String accept, String type) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(type);
    }

    /** In a transaction of its own: what the report says of it is true when it is told. */
    private PbxDataReport run(PbxDataFile file, PbxDataOptions options, Consumer<PbxDataReport.Row> progress) {
        return named(request.inOwnTransaction(own -> new PbxDataImport(own, options).run(file, progress)));
    }

    /** With the names of users, all of whom the caller may view. By now the import may have been kept, whatever becomes of names. */
    private PbxDataReport named(PbxDataReport report) {
        List<String> owners = report.owners();
        if (owners.isEmpty()) {
            return report;
        }
        try {
            return report.named(
                    request.inOwnTransaction(own -> own.users().shownNames(own.realm(), owners, Viewed.everything())));
        } catch (RuntimeException e) {
            LOG.warnf(
                    e,
                    "The users whose extensions an import into %s has changed are told without their names",
                    request.realm().getName());
            return report;
        }
    }

    private void stream(PbxDataFile file, PbxDataOptions options, OutputStream out) {
        List<PbxDataReport.Row> told = new ArrayList<>();
        PbxDataReport report;
        try {
            report = run(file, options, line -> {
                told.add(line);
                writeLine(out, line);
            });
        } catch (UncheckedIOException e) {
            // The client has gone away, and nobody is left to tell.
            throw e;
        } catch (RuntimeException e) {
            // The answer has begun: its last line has to say what its status cannot.
            LOG.errorf(
                    e,
                    "An import of PBX data into %s has been rolled back",
                    request.realm().getName());
            report = PbxDataReport.brokenOff(options.dryRun(), file.ignoredColumns(), told);
        }
        writeLine(out, report.summary());
    }

    /** What another storage is told to add stays there when the import is rolled back. */
    private void requireUsersThatCanBeTakenBack() {
        request.users().registrationStorage(request.realm()).ifPresent(storage -> {
            throw RefusalRenderer.TEXT.thrown(Refusal.of(
                    Response.Status.BAD_REQUEST,
                    "the user storage " + storage + " takes new users at once and keeps them, whatever comes of the"
                            + " import. Leave out dryRun and atomic, or createUsers, or switch off Sync Registrations of"
                            + " the storage for the import"));
        });
    }

    /** Before an answer begins. */
    private void requireSections(PbxDataFile file) {
        try {
            request.takeSections(file, true);
        } catch (InvalidSectionException e) {
            throw RefusalRenderer.TEXT.thrown(Refusal.of(Response.Status.BAD_REQUEST, e.getMessage()));
        }
    }

    /** Hashes take time on purpose, and the transaction of an import ends after five minutes. */
    private static void requireFewPasswords(PbxDataFile file) {
        long passwords = file.rows().stream()
                .map(row -> row.values().get(PbxDataRow.PASSWORD))
                .filter(password -> password != null && !password.isEmpty())
                .count();
        if (passwords > MAX_PASSWORDS) {
            throw RefusalRenderer.TEXT.thrown(Refusal.of(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE,
                    "the file has more than " + MAX_PASSWORDS
                            + " passwords. Import it in parts, each with the first line"));
        }
    }

    private static PbxDataFile read(MediaType type, String server, boolean ignoreUnknownColumns, InputStream body) {
        String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw refused("the file must be UTF-8 text");
        }
        if (MediaType.valueOf(CSV).isCompatible(type)) {
            return PbxDataReader.csv(body, server, ignoreUnknownColumns);
        }
        if (MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            return PbxDataReader.json(body);
        }
        throw refused("the file must be " + CSV + " or " + MediaType.APPLICATION_JSON);
    }

    private static WebApplicationException refused(String text) {
        return RefusalRenderer.TEXT.thrown(Refusal.of(Response.Status.UNSUPPORTED_MEDIA_TYPE, text));
    }

    private static void writeLine(OutputStream out, Object line) {
        try {
            out.write(JSON.writeValueAsBytes(line));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
