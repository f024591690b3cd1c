package io.keycloakpbx.securitydata;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.securitydata.odata.AtomFormat;
import io.keycloakpbx.securitydata.odata.Format;
import io.keycloakpbx.securitydata.odata.JsonFormat;
import io.keycloakpbx.securitydata.odata.VerboseFormat;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The format that a request asks for, by its option or its header {@code Accept}; what it does not ask for is the contract's
 * JSON.
 *
 * @param kind the format of the answer, and of a refusal
 * @param refusal why there is no answer in what the request asks for, or null
 */
record RequestedFormat(Kind kind, Refusal refusal) {

    /** The formats that there are. */
    enum Kind {
        CONTRACT(JsonFormat.Style.CONTRACT),
        NO_METADATA(JsonFormat.Style.NO_METADATA),
        MINIMAL_METADATA(JsonFormat.Style.MINIMAL_METADATA),
        FULL_METADATA(JsonFormat.Style.FULL_METADATA),
        VERBOSE(null),
        ATOM(null);

        private final JsonFormat.Style style;

        Kind(JsonFormat.Style style) {
            this.style = style;
        }

        /** The format of an answer. */
        Format at(String base) {
            return this == ATOM
                    ? new AtomFormat(base, Instant.now())
                    : this == VERBOSE ? new VerboseFormat(base) : new JsonFormat(style, base);
        }
    }

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SEMICOLON = Pattern.compile(";");
    private static final String FORMATS = "json, atom, and application/json with odata=nometadata, minimalmetadata,"
            + " fullmetadata or verbose are.";

    /** A type of a header {@code Accept}, in lower case. */
    private record Range(String type, String metadata, double quality) {

        static Range of(String text) {
            String[] parts = SEMICOLON.split(text);
            String metadata = "";
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                String[] parameter = parts[i].split("=", 2);
                String name = parameter[0].strip().toLowerCase(Locale.ROOT);
                String value = parameter.length < 2
                        ? ""
                        : parameter[1].strip().replace("\"", "").toLowerCase(Locale.ROOT);
                if (name.equals("odata")) {
                    metadata = value;
                } else if (name.equals("q")) {
                    quality = quality(value);
                }
            }
            return new Range(parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), metadata, quality);
        }

        private static double quality(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        boolean isWanted() {
            return quality > 0;
        }
    }

    /**
     * Looks at a request.
     *
     * @param option the value of the option, if the request has one
     * @param accept the headers {@code Accept}
     * @param version the highest version of OData that the client says it reads, or null
     */
    static RequestedFormat of(Optional<String> option, List<String> accept, String version) {
        Kind plain = version == null
                ? Kind.CONTRACT
                : version.startsWith("1.") || version.startsWith("2.") ? Kind.VERBOSE : Kind.NO_METADATA;
        if (option.isPresent()) {
            String name = option.get().toLowerCase(Locale.ROOT);
            return (switch (name) {
                        case "json" -> Optional.of(plain);
                        case "atom" -> Optional.of(Kind.ATOM);
                        default -> kind(Range.of(name), plain);
                    })
                    .map(RequestedFormat::answered)
                    .orElseGet(() -> refused(
                            Response.Status.UNSUPPORTED_MEDIA_TYPE, "The format that $format names is not known; "));
        }
        List<Range> ranges = ranges(accept);
        if (ranges.isEmpty()) {
            return answered(plain);
        }
        return ranges.stream()
                .filter(Range::isWanted)
                .flatMap(range -> kind(range, plain).stream())
                .findFirst()
                .map(RequestedFormat::answered)
                .orElseGet(() ->
                        refused(Response.Status.NOT_ACCEPTABLE, "None of the types of the header Accept is known; "));
    }

    private static RequestedFormat answered(Kind kind) {
        return new RequestedFormat(kind, null);
    }

    /** A request that is refused whatever it asks for. */
    static RequestedFormat refused(Refusal refusal) {
        return new RequestedFormat(Kind.CONTRACT, refusal);
    }

    private static RequestedFormat refused(Response.Status status, String text) {
        return refused(Refusal.of(status, text + FORMATS));
    }

    /** What is wanted most comes first. */
    private static List<Range> ranges(List<String> accept) {
        List<Range> ranges = new ArrayList<>();
        accept.forEach(header -> COMMA.splitAsStream(header)
                .filter(text -> !text.isBlank())
                .map(Range::of)
                .forEach(ranges::add));
        ranges.sort(Comparator.comparingDouble((Range range) -> -range.quality()));
        return ranges;
    }

    private static Optional<Kind> kind(Range range, Kind plain) {
        return switch (range.type()) {
            case "*/*", "application/*" -> Optional.of(plain);
            case "application/json" ->
                switch (range.metadata()) {
                    case "" -> Optional.of(plain);
                    case "nometadata" -> Optional.of(Kind.NO_METADATA);
                    case "minimalmetadata", "light" -> Optional.of(Kind.MINIMAL_METADATA);
                    case "fullmetadata" -> Optional.of(Kind.FULL_METADATA);
                    case "verbose" -> Optional.of(Kind.VERBOSE);
                    default -> Optional.empty();
                };
            case "application/atom+xml", "application/atomsvc+xml" -> Optional.of(Kind.ATOM);
            default -> Optional.empty();
        };
    }
}
