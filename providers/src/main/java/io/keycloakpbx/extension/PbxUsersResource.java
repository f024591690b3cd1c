package io.keycloakpbx.extension;

import io.keycloakpbx.http.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** The users that can manage extensions of a server: those of the realm. */
public class PbxUsersResource {

    private final ExtensionRequest request;
    private final String serverId;

    PbxUsersResource(ExtensionRequest request, String serverId) {
        this.request = request;
        this.serverId = serverId;
    }

    /**
     * Lists the users by name, without service accounts; {@code search} as in Keycloak's user list,
     * {@code X-Total-Count} the number of those found.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list() {
        request.requireView();
        Page page = request.page();
        String search = request.search();
        request.requireServer(serverId);
        FoundUsers found = request.session()
                .getProvider(PbxUserProvider.class)
                .search(request.realm(), search, page.first(), page.max());
        return Page.answer(found.users().stream().map(PbxUserRepresentation::of).toList(), found.total());
    }

    /**
     * Creates a user. Errors in this order: 412 without user name, 412 without password, 409 for a user name that
     * exists.
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public PbxUserRepresentation create(InputStream body) {
        request.requireManage();
        request.requireServer(serverId);
        PbxUserInput input = PbxUserInput.read(body);
        PbxUsers users = request.users();
        return users.toRepresentation(users.create(input));
    }
}
