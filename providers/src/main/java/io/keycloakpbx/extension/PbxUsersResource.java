package io.keycloakpbx.extension;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.UserModel;

/** The users that can manage extensions of a server: those of the realm. */
public class PbxUsersResource {

    private static final int SEARCH_LENGTH = 255;

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
    public Response list(
            @QueryParam("search") String search, @QueryParam("first") Integer first, @QueryParam("max") Integer max) {
        request.requireView();
        Paging paging = Paging.of(first, max);
        if (search != null && search.length() > SEARCH_LENGTH) {
            throw ContractError.badRequest("search must have at most " + SEARCH_LENGTH + " characters");
        }
        request.requireServer(serverId);
        Map<String, String> filter = new HashMap<>();
        filter.put(UserModel.INCLUDE_SERVICE_ACCOUNT, "false");
        if (search != null && !search.isBlank()) {
            filter.put(UserModel.SEARCH, search.strip());
        }
        int total = request.session().users().getUsersCount(request.realm(), filter);
        return Response.ok(request.users()
                        .toRepresentations(request.session()
                                .users()
                                .searchForUserStream(request.realm(), filter, paging.first(), paging.max())))
                .header(Paging.TOTAL_COUNT, total)
                .build();
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
