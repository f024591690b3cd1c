package io.keycloakpbx.pbxdata;

import io.keycloakpbx.extension.ExtensionProvider;
import io.keycloakpbx.extension.PbxUserProvider;
import io.keycloakpbx.store.PbxDataSection;
import io.keycloakpbx.store.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** What import and export share of a request: for which realm it is, and its event. */
record PbxDataRequest(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {

    /** The most texts on what could not be taken. */
    private static final int MAX_TOLD = 1000;

    ExtensionProvider extensions() {
        return session.getProvider(ExtensionProvider.class);
    }

    PbxUserProvider users() {
        return session.getProvider(PbxUserProvider.class);
    }

    /** What files have besides servers and their extensions, by the name of the member. */
    SortedMap<String, PbxDataSection> sections() {
        SortedMap<String, PbxDataSection> sections = new TreeMap<>();
        session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(PbxDataSection.class)
                .forEach(factory ->
                        sections.put(factory.getId(), session.getProvider(PbxDataSection.class, factory.getId())));
        return sections;
    }

    /**
     * Gives a file's other parts to those who know them; what these could not take, in words.
     *
     * @param trial whether to find out only what that would be
     */
    List<String> takeSections(PbxDataFile file, boolean trial) {
        List<String> notTaken = new ArrayList<>();
        if (file.sections().isEmpty()) {
            return notTaken;
        }
        sections().forEach((name, section) -> {
            if (file.sections().containsKey(name)) {
                notTaken.addAll(section.take(realm, file.sections().get(name), trial));
            }
        });
        int more = notTaken.size() - MAX_TOLD;
        if (more > 0) {
            notTaken.subList(MAX_TOLD, notTaken.size()).clear();
            notTaken.add("and " + more + " more");
        }
        return notTaken;
    }

    /** Does something in a transaction of its own, which is over when this returns. */
    <T> T inOwnTransaction(Function<PbxDataRequest, T> work) {
        return Transactions.inOwn(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> work.apply(new PbxDataRequest(own, own.realms().getRealm(realm.getId()), adminEvent.clone(own))),
                "Import of PBX data");
    }
}
