package io.keycloakpbx.securitydata;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.securitydata.odata.Document;
import io.keycloakpbx.securitydata.odata.Format;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The shape of refusals: an error of OData 3.
 *
 * @param format how it is written
 */
record SecurityDataRefusals(Format format) implements RefusalRenderer {

    /** For requests that ask for no other format. */
    static final RefusalRenderer CONTRACT = new SecurityDataRefusals(RequestedFormat.Kind.CONTRACT.at(""));

    /** The version of OData, which each answer names. */
    static final String VERSION_HEADER = "DataServiceVersion";

    static final String VERSION = "3.0;";

    @Override
    public Response render(Refusal refusal) {
        Document error = format.error(refusal.text());
        return refusal.with(VERSION_HEADER, VERSION).response(MediaType.valueOf(error.contentType()), error.text());
    }
}
