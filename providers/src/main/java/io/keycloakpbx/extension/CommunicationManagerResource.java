package io.keycloakpbx.extension;

import io.keycloakpbx.store.StorableText;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The root of iSymphony's REST API; {@code core} and {@code asterisk} are two names of the same. */
public class CommunicationManagerResource {

    private final ExtensionRequest request;

    CommunicationManagerResource(ExtensionRequest request) {
        this.request = request;
    }

    /** The servers. */
    @Path("rest/config/{kind: asterisk|core}")
    public ServersResource servers() {
        return new ServersResource(request);
    }

    /** The users, who belong to the tenant and hence to each of its servers. */
    @Path("rest/config/{kind: asterisk|core}/{serverId}/users")
    public PbxUsersResource users(@PathParam("serverId") String serverId) {
        return new PbxUsersResource(request, StorableText.id(serverId));
    }

    /** The extensions of a server. */
    @Path("rest/config/{kind: asterisk|core}/{serverId}/extensions")
    public ExtensionsResource extensions(@PathParam("serverId") String serverId) {
        return new ExtensionsResource(request, StorableText.id(serverId));
    }

    /** The managing user of an extension, also under the misspelt path of the documentation's example. */
    @Path("rest/config/{kind: asterisk|core}/{serverId}/{extensions: extensions?}/{extensionId}/managingUser")
    public ManagingUserResource managingUser(
            @PathParam("serverId") String serverId, @PathParam("extensionId") String extensionId) {
        return new ManagingUserResource(request, StorableText.id(serverId), StorableText.id(extensionId));
    }

    /** The user whose default extension an extension is. */
    @Path("rest/config/{kind: asterisk|core}/{serverId}/extensions/{extensionId}/defaultExtensionUser")
    public DefaultExtensionUserResource defaultExtensionUser(
            @PathParam("serverId") String serverId, @PathParam("extensionId") String extensionId) {
        return new DefaultExtensionUserResource(request, StorableText.id(serverId), StorableText.id(extensionId));
    }
}
