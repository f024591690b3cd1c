package io.keycloakpbx.securitydata.activity;

import io.keycloakpbx.store.NumberKind;
import io.keycloakpbx.store.NumberProvider;
import io.keycloakpbx.store.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What administrators change in one request, which may be an import of many users. It is told together, after the commit. */
final class RequestNotes {

    private final List<SessionNote> notes = new ArrayList<>();
    private final Set<String> realmsWithNewUsers = new HashSet<>();

    private RequestNotes() {}

    /**
     * Adds a note to those of a session.
     *
     * @param kept takes all of them once the session's transaction has been kept
     */
    static void add(KeycloakSession session, RealmModel realm, SessionNote note, Consumer<List<SessionNote>> kept) {
        RequestNotes own = of(session, kept);
        own.notes.add(note);
        if (note.kind() == SessionNote.Kind.CREATED && own.realmsWithNewUsers.add(realm.getId())) {
            session.getProvider(NumberProvider.class).noteNew(realm, NumberKind.USER);
        }
    }

    private static RequestNotes of(KeycloakSession session, Consumer<List<SessionNote>> kept) {
        RequestNotes known = (RequestNotes) session.getAttribute(RequestNotes.class.getName());
        if (known != null) {
            return known;
        }
        RequestNotes own = new RequestNotes();
        session.setAttribute(RequestNotes.class.getName(), own);
        Transactions.afterCommit(session, () -> {
            session.removeAttribute(RequestNotes.class.getName());
            kept.accept(own.notes);
        });
        return own;
    }
}
