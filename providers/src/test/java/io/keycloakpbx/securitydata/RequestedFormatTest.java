package io.keycloakpbx.securitydata;

import static org.assertj.core.api.Assertions.assertThat;

import io.keycloakpbx.securitydata.RequestedFormat.Kind;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|CONTRACT",
                "application/*|CONTRACT",
                "application/json|CONTRACT",
                "APPLICATION/JSON; charset=utf-8|CONTRACT",
                "application/json;odata=nometadata|NO_METADATA",
                "application/json;odata=minimalmetadata;streaming=true|MINIMAL_METADATA",
                "application/json; odata=light|MINIMAL_METADATA",
                "application/json;odata=\"fullmetadata\"|FULL_METADATA",
                "application/json;odata=verbose|VERBOSE",
                "application/atom+xml|ATOM",
                "application/atomsvc+xml|ATOM",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|CONTRACT",
                "application/json;q=0.1, application/atom+xml;q=0.2|ATOM",
                "application/json;q=0, application/atom+xml|ATOM",
                "application/atom+xml;q=x,application/json;odata=verbose;q=0.5|VERBOSE",
                "text/csv, application/json;odata=verbose, */*|VERBOSE",
                ",;,,application/atom+xml|ATOM"
            })
    void theHeaderAccept(String accept, Kind kind) {
        assertThat(RequestedFormat.of(Optional.empty(), List.of(accept), null))
                .isEqualTo(new RequestedFormat(kind, null));
    }

    @Test
    void withoutAHeaderTheContractDecides() {
        assertThat(RequestedFormat.of(Optional.empty(), List.of(), null).kind()).isEqualTo(Kind.CONTRACT);
        assertThat(RequestedFormat.of(Optional.empty(), List.of("", " , "), null)
                        .kind())
                .isEqualTo(Kind.CONTRACT);
    }

    @ParameterizedTest
    @CsvSource({"3.0,NO_METADATA", "3.0;NetFx,NO_METADATA", "2.0,VERBOSE", "1.0;x,VERBOSE", "nonsense,NO_METADATA"})
    void clientsThatNameAVersionGetPlainJsonOfIt(String version, Kind kind) {
        assertThat(RequestedFormat.of(Optional.empty(), List.of("application/json"), version)
                        .kind())
                .isEqualTo(kind);
        assertThat(RequestedFormat.of(Optional.empty(), List.of(), version).kind())
                .isEqualTo(kind);
        assertThat(RequestedFormat.of(Optional.of("json"), List.of(), version).kind())
                .isEqualTo(kind);
        assertThat(RequestedFormat.of(Optional.of("atom"), List.of(), version).kind())
                .isEqualTo(Kind.ATOM);
    }

    @ParameterizedTest
    @CsvSource({
        "json,CONTRACT",
        "ATOM,ATOM",
        "application/json,CONTRACT",
        "application/json;odata=verbose,VERBOSE",
        "application/atom+xml,ATOM"
    })
    void theOptionGoesBeforeTheHeader(String option, Kind kind) {
        assertThat(RequestedFormat.of(Optional.of(option), List.of("text/csv"), null))
                .isEqualTo(new RequestedFormat(kind, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "", "csv", "json;odata=verbose", "text/csv", "application/json;odata=x", "\u0000"})
    void unknownOptionsAreRefused(String option) {
        RequestedFormat requested = RequestedFormat.of(Optional.of(option), List.of(), null);
        assertThat(requested.kind()).isEqualTo(Kind.CONTRACT);
        assertThat(requested.refusal().status()).isEqualTo(Response.Status.UNSUPPORTED_MEDIA_TYPE);
        assertThat(requested.refusal().text())
                .isEqualTo("The format that $format names is not known; json, atom, and application/json with"
                        + " odata=nometadata, minimalmetadata, fullmetadata or verbose are.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/xml", "*/*;q=0", "application/json;odata=x", "/", ";"})
    void unknownTypesAreRefused(String accept) {
        RequestedFormat requested = RequestedFormat.of(Optional.empty(), List.of(accept), null);
        assertThat(requested.kind()).isEqualTo(Kind.CONTRACT);
        assertThat(requested.refusal().status()).isEqualTo(Response.Status.NOT_ACCEPTABLE);
        assertThat(requested.refusal().text()).startsWith("None of the types of the header Accept is known; json,");
    }
}
