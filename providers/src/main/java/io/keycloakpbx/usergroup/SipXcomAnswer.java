package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import io.keycloakpbx.http.XmlDocument;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** sipXcom's answers to a change and to what it refuses: always XML, whatever the client accepts. */
final class SipXcomAnswer {

    /**
     * The shape of refusals. The field of a refusal is the id that it is about; what comes without a code is refused for
     * who asks or when.
     */
    static final RefusalRenderer REFUSALS = refusal -> refusal.response(
            XmlDocument.TYPE,
            document(
                    refusal.code() != null
                            ? SipXcomCode.valueOf(refusal.code())
                            : refusal.status() == Response.Status.FORBIDDEN
                                    ? SipXcomCode.ERROR_ACCESS_DENIED
                                    : SipXcomCode.ERROR_UNAVAILABLE,
                    refusal.field(),
                    refusal.text()));

    private record Envelope(Content response) {}

    private record Content(SipXcomCode code, String message, Data data) {}

    private record Data(Object id, String additionalMessage) {}

    private SipXcomAnswer() {}

    /** The answer to a change of what has an id. */
    static Response success(SipXcomCode code, Object id) {
        return Response.status(code.status())
                .type(XmlDocument.TYPE)
                .entity(document(code, id, null))
                .build();
    }

    /**
     * Changes what has a number, and answers.
     *
     * @param event tells of it, where anything has changed
     */
    static Response updated(int number, Supplier<UserGroupProvider.Change> change, Runnable event) {
        try {
            switch (change.get()) {
                case DONE -> event.run();
                case GONE -> throw notFound(number);
                case NOTHING -> {
                    // There is nothing to tell.
                }
            }
        } catch (UserGroupException e) {
            throw refused(SipXcomCode.ERROR_UPDATE_FAILED, number, e.getMessage());
        }
        return success(SipXcomCode.SUCCESS_UPDATED, number);
    }

    /**
     * Changes what a group or a user that has a number says of permissions.
     *
     * @return what has changed
     */
    static Map<String, Optional<PermissionValue>> changed(
            int number, Supplier<Map<String, Optional<PermissionValue>>> change) {
        try {
            return change.get();
        } catch (PermissionException e) {
            throw switch (e.reason()) {
                case GONE -> notFound(number);
                case UNKNOWN_PERMISSION, TWO_VOICEMAIL_SERVERS, INVALID_TEXT -> invalid(e.getMessage());
                default -> refused(SipXcomCode.ERROR_UPDATE_FAILED, number, e.getMessage());
            };
        }
    }

    /** An answer that refuses; the request's transaction is rolled back. The id and the text may be null. */
    static WebApplicationException refused(SipXcomCode code, Object id, String text) {
        return REFUSALS.thrown(
                new Refusal(code.status(), code.name(), id == null ? null : id.toString(), text, Map.of()));
    }

    /** Refuses what a request says of something. */
    static WebApplicationException invalid(String text) {
        return refused(SipXcomCode.ERROR_VALIDATION_FAILED, null, text);
    }

    static WebApplicationException invalid(InvalidBodyException e) {
        return invalid(e.getMessage());
    }

    /** Refuses a request for what there is not. */
    static WebApplicationException notFound(Object id) {
        return refused(SipXcomCode.ERROR_OBJECT_NOT_FOUND, id, null);
    }

    private static String document(SipXcomCode code, Object id, String text) {
        Data data = id == null && text == null ? null : new Data(id, text);
        return XmlDocument.of(new Envelope(new Content(code, code.message(), data)), Map.of());
    }
}
