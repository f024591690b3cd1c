package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A line of a body that has a tenant on each. The body is read whole before the first tenant is made: one that is too long, or
 * whose sender goes away in the middle, makes none.
 *
 * @param number its number in the body, from 1; lines without anything on them count, too
 * @param text its bytes, without its end
 */
record TenantLine(int number, byte[] text) {

    /** The most lines that a body may have with something on them. */
    static final int MAX_LINES = 5_000;

    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /**
     * The lines of a body that have something on them.
     *
     * @throws WebApplicationException if the body is too long, or has no such line
     */
    static List<TenantLine> read(InputStream body) {
        byte[] bytes = bytes(body);
        List<TenantLine> lines = new ArrayList<>();
        int number = 0;
        int end;
        // Editors of Windows put a mark in front of a file.
        for (int from = isMarked(bytes) ? BYTE_ORDER_MARK.length : 0; from < bytes.length; from = end + 1) {
            end = from;
            boolean blank = true;
            while (end < bytes.length && bytes[end] != '\n') {
                blank &= bytes[end] == ' ' || bytes[end] == '\t' || bytes[end] == '\r';
                end++;
            }
            number++;
            if (blank) {
                continue;
            }
            if (lines.size() == MAX_LINES) {
                throw refused(
                        Response.Status.REQUEST_ENTITY_TOO_LARGE,
                        "the request body has more than " + MAX_LINES + " tenants; send it in parts");
            }
            lines.add(new TenantLine(number, Arrays.copyOfRange(bytes, from, end)));
        }
        if (lines.isEmpty()) {
            throw refused(
                    Response.Status.BAD_REQUEST,
                    "the request needs lines as its body, each a JSON object for a tenant");
        }
        return lines;
    }

    private static byte[] bytes(InputStream body) {
        byte[] bytes;
        try {
            bytes = body == null ? new byte[0] : body.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > MAX_BYTES) {
            throw refused(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE,
                    "the request body is longer than " + MAX_BYTES + " bytes; send it in parts");
        }
        return bytes;
    }

    private static boolean isMarked(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length, bytes, 0, BYTE_ORDER_MARK.length);
    }

    private static WebApplicationException refused(Response.Status status, String text) {
        return RefusalRenderer.ADMIN.thrown(Refusal.of(status, text));
    }

    /** Without the text, which may have a password. */
    @Override
    public String toString() {
        return "TenantLine[" + number + "]";
    }
}
