package io.keycloakpbx.extension;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.keycloak.services.ErrorResponseException;

/**
 * The PBX servers, extensions and managing users of a tenant as one file, CSV or JSON, which carries them to another
 * server beside the realm's own export.
 */
public class PbxDataResource {

    private static final String CSV = "text/csv";
    private static final String LINES = "application/x-ndjson";

    /** Closing is the server's business: lines are written one after the other to the same stream. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build()
            .writer();

    private final ExtensionRequest request;

    PbxDataResource(ExtensionRequest request) {
        this.request = request;
    }

    /**
     * Exports as JSON, or as CSV in UTF-8 for a client that accepts {@code text/csv}.
     *
     * @param format {@code csv} or {@code json}, for clients that cannot set the Accept header
     */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    public Response exportData(@QueryParam("format") String format, @HeaderParam(HttpHeaders.ACCEPT) String accept) {
        request.requireView();
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
     * @return the report; a client that accepts {@code application/x-ndjson} gets it line by line while the import goes
     *     on, with the summary as the last line, which tells whether it has been kept
     */
    @POST
    @Produces({MediaType.APPLICATION_JSON, LINES})
    public Response importData(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("atomic") @DefaultValue("false") boolean atomic,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @HeaderParam(HttpHeaders.ACCEPT) String accept,
            InputStream body) {
        request.requireManage();
        List<PbxDataRow> rows = read(type, body);
        PbxDataImport data = new PbxDataImport(request, dryRun, atomic);
        if (accepts(accept, LINES)) {
            StreamingOutput output = out -> stream(data, rows, out);
            return Response.ok(output, LINES).build();
        }
        PbxDataReport report = data.run(rows, line -> {});
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

    private void stream(PbxDataImport data, List<PbxDataRow> rows, OutputStream out) {
        try {
            PbxDataReport report = data.run(rows, line -> writeLine(out, line));
            writeLine(out, report.summary());
        } catch (RuntimeException e) {
            // The answer has begun, so no error handler rolls back what is half done when the client has gone away.
            request.session().getTransactionManager().setRollbackOnly();
            throw e;
        }
    }

    private static List<PbxDataRow> read(MediaType type, InputStream body) {
        String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw ContractError.of(Response.Status.UNSUPPORTED_MEDIA_TYPE, "the file must be UTF-8 text");
        }
        if (MediaType.valueOf(CSV).isCompatible(type)) {
            return PbxDataReader.csv(body);
        }
        if (MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            return PbxDataReader.json(body);
        }
        throw ContractError.of(
                Response.Status.UNSUPPORTED_MEDIA_TYPE,
                "the file must be " + CSV + " or " + MediaType.APPLICATION_JSON);
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
