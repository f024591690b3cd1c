/**
 * The description of the bundle's resources (OpenAPI), which is generated when the bundle is built: what all of it shares, and
 * where it is served. Each contract has a name for its refusals: {@code Refused} is that of Keycloak's Admin API,
 * {@code RefusedText} iSymphony's, {@code RefusedXml} sipXcom's, {@code RefusedSignIn} PortSIP's, {@code RefusedKey} CostGuard's,
 * {@code RefusedOperator} Prisma SD-WAN's, {@code RefusedData} that of OData 3, {@code RefusedCommand} that of commands. Lists that differ in a parameter have one each: {@code max.1-500} is the parameter
 * {@code max} of those that take 1 to 500.
 */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "keycloak-pbx",
                        version = "",
                        description = "What keycloak-pbx adds to Keycloak: the identity service of a multi-tenant PBX."
                                + " Keycloak's own endpoints are in Keycloak's documentation.",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        servers =
                @Server(url = "https://pbx.example.com", description = "The server; the one that answers names itself"),
        tags = {
            @Tag(name = "Sign-in", description = "Sign-in API of a PortSIP PBX"),
            @Tag(name = "Discovery", description = "Where to sign in"),
            @Tag(name = "Security keys", description = "One-time security keys of CostGuard"),
            @Tag(name = "Security data", description = "Users, roles and sessions as CostGuard has them, by OData 3"),
            @Tag(name = "Security service", description = "CostGuard's commands, by SOAP and JSON"),
            @Tag(name = "Extensions", description = "PBX servers, extensions and managing users of iSymphony"),
            @Tag(name = "User groups", description = "User groups and branches of sipXcom, and what users may do"),
            @Tag(name = "Operators", description = "Operators of Prisma SD-WAN, and what they may do"),
            @Tag(name = "PBX data", description = "Import and export of PBX servers, extensions and managing users"),
            @Tag(name = "Tenants", description = "The tenants, and a tenant's own settings"),
            @Tag(name = "Address lock", description = "Client addresses that may not sign in for a while"),
            @Tag(name = "Admin console", description = "What the pages of Keycloak's admin console need")
        },
        components =
                @Components(
                        securitySchemes = {
                            @SecurityScheme(
                                    securitySchemeName = "bearer",
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "bearer",
                                    bearerFormat = "JWT",
                                    description = "An access token of the realm in the path; below /admin also one of"
                                            + " the master realm. DPoP-bound tokens come with the scheme DPoP"),
                            @SecurityScheme(
                                    securitySchemeName = "basic",
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "basic",
                                    description = "User name and password, in realms with pbx.basicAuth=true"),
                            @SecurityScheme(
                                    securitySchemeName = "wrap",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "Authorization",
                                    description = "WRAP access_token=\"…\" with an access token of the realm"),
                            @SecurityScheme(
                                    securitySchemeName = "authToken",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "x-auth-token",
                                    description = "The x_auth_token of a login, which is an access token of the realm")
                        },
                        parameters = {
                            @Parameter(
                                    name = "realm",
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "The realm's name",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "kind",
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "Two names of the same",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    enumeration = {"asterisk", "core"})),
                            @Parameter(
                                    name = "edition",
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "Two names of the same",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    enumeration = {"1x", "1xa"})),
                            @Parameter(
                                    name = "environment",
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "The name of an environment of the realm",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "set",
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "The name of a set, which the service document lists",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "key",
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description =
                                            "The key: a literal such as 5 or guid'…', or UserID=5,RoleID=2 where it"
                                                    + " has several parts",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "$filter",
                                    in = ParameterIn.QUERY,
                                    description = "Which entities, an expression of OData 3",
                                    schema = @Schema(type = SchemaType.STRING, maxLength = 4000)),
                            @Parameter(
                                    name = "$orderby",
                                    in = ParameterIn.QUERY,
                                    description = "What to sort by, such as UserName desc",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "$select",
                                    in = ParameterIn.QUERY,
                                    description = "The names of the properties to return",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "$top",
                                    in = ParameterIn.QUERY,
                                    description = "The most entities in all; a page has at most 500",
                                    schema = @Schema(type = SchemaType.INTEGER, format = "int32", minimum = "0")),
                            @Parameter(
                                    name = "$skip",
                                    in = ParameterIn.QUERY,
                                    description = "How many entities to leave out",
                                    schema = @Schema(type = SchemaType.INTEGER, format = "int32", minimum = "0")),
                            @Parameter(
                                    name = "$skiptoken",
                                    in = ParameterIn.QUERY,
                                    description = "Where the page before has ended; the link to the next page has it",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "$inlinecount",
                                    in = ParameterIn.QUERY,
                                    description = "Whether to count all entities; also without $",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    enumeration = {"allpages", "none"})),
                            @Parameter(
                                    name = "$format",
                                    in = ParameterIn.QUERY,
                                    description =
                                            "json, atom or a content type, instead of the header Accept; also without"
                                                    + " $",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "first",
                                    in = ParameterIn.QUERY,
                                    description = "How many items to leave out",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "0",
                                                    defaultValue = "0")),
                            @Parameter(
                                    name = "max.1-500",
                                    in = ParameterIn.QUERY,
                                    description = "The most items to return",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "1",
                                                    maximum = "500",
                                                    defaultValue = "100")),
                            @Parameter(
                                    name = "max.0-1000",
                                    in = ParameterIn.QUERY,
                                    description = "The most items to return",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "0",
                                                    maximum = "1000",
                                                    defaultValue = "100")),
                            @Parameter(
                                    name = "max.1-1000",
                                    in = ParameterIn.QUERY,
                                    description = "The most items to return",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "1",
                                                    maximum = "1000",
                                                    defaultValue = "100")),
                            @Parameter(
                                    name = "max.1-1000.all",
                                    in = ParameterIn.QUERY,
                                    description = "The most items to return",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "1",
                                                    maximum = "1000",
                                                    defaultValue = "1000")),
                            @Parameter(
                                    name = "max.0-10000",
                                    in = ParameterIn.QUERY,
                                    description = "The most items to return",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    format = "int32",
                                                    minimum = "0",
                                                    maximum = "10000",
                                                    defaultValue = "10000")),
                            @Parameter(
                                    name = "search.extensions",
                                    in = ParameterIn.QUERY,
                                    description = "The beginning of a number or a part of a display name",
                                    schema = @Schema(type = SchemaType.STRING, maxLength = 255)),
                            @Parameter(
                                    name = "page",
                                    in = ParameterIn.QUERY,
                                    description =
                                            "The page, from 1; everything is on one unless pagesize is there, too",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "pagesize",
                                    in = ParameterIn.QUERY,
                                    description = "How many items a page has, from 1",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "sortby",
                                    in = ParameterIn.QUERY,
                                    description =
                                            "What to sort by, if sortdir is there, too; an unknown field sorts nothing",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "sortdir",
                                    in = ParameterIn.QUERY,
                                    description = "reverse for the last first, anything else for the first",
                                    schema = @Schema(type = SchemaType.STRING))
                        },
                        headers =
                                @Header(
                                        name = Page.TOTAL_COUNT,
                                        description = "How many items there are in all",
                                        schema = @Schema(type = SchemaType.INTEGER, minimum = "0")),
                        responses = {
                            @APIResponse(
                                    name = "Refused",
                                    description = "Refused; errorMessage says why",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema =
                                                            @Schema(
                                                                    anyOf = {
                                                                        RefusalRenderer.AdminError.class,
                                                                        KeycloakError.class
                                                                    }))),
                            @APIResponse(
                                    name = "RefusedText",
                                    description = "Refused; the text says why",
                                    content = {
                                        @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)),
                                        @Content(
                                                mediaType = "application/json",
                                                schema =
                                                        @Schema(
                                                                anyOf = {
                                                                    RefusalRenderer.AdminError.class,
                                                                    KeycloakError.class
                                                                }))
                                    }),
                            @APIResponse(
                                    name = "RefusedXml",
                                    description = "Refused; the code and the message say why",
                                    content = {
                                        @Content(mediaType = "text/xml", schema = @Schema(type = SchemaType.STRING)),
                                        @Content(
                                                mediaType = "application/json",
                                                schema =
                                                        @Schema(
                                                                anyOf = {
                                                                    RefusalRenderer.AdminError.class,
                                                                    KeycloakError.class
                                                                }))
                                    }),
                            @APIResponse(
                                    name = "CreatedXml",
                                    description = "Created; the answer names the id",
                                    content =
                                            @Content(
                                                    mediaType = "text/xml",
                                                    schema = @Schema(type = SchemaType.STRING))),
                            @APIResponse(
                                    name = "UpdatedXml",
                                    description = "Updated; the answer names the id",
                                    content =
                                            @Content(
                                                    mediaType = "text/xml",
                                                    schema = @Schema(type = SchemaType.STRING))),
                            @APIResponse(
                                    name = "DeletedXml",
                                    description = "Deleted; the answer names the id",
                                    content =
                                            @Content(
                                                    mediaType = "text/xml",
                                                    schema = @Schema(type = SchemaType.STRING))),
                            @APIResponse(
                                    name = "RefusedSignIn",
                                    description = "Refused; the code says why",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(ref = "SignInError"))),
                            @APIResponse(
                                    name = "RefusedKey",
                                    description = "Refused; the message says why",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(ref = "SecurityKeyErrors"))),
                            @APIResponse(
                                    name = "RefusedOperator",
                                    description = "Refused; the codes and messages say why",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(ref = "OperatorError"))),
                            @APIResponse(
                                    name = "RefusedData",
                                    description = "Refused; the message says why",
                                    content = {
                                        @Content(
                                                mediaType = "application/json",
                                                schema = @Schema(ref = "SecurityDataError")),
                                        @Content(
                                                mediaType = "application/xml",
                                                schema = @Schema(type = SchemaType.STRING))
                                    }),
                            @APIResponse(
                                    name = "RefusedCommand",
                                    description = "By JSON: refused; the messages say why",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(ref = "SecurityServiceAnswer"))),
                            @APIResponse(
                                    name = "FailedCommand",
                                    description = "By SOAP: a fault; by JSON: the server has failed",
                                    content = {
                                        @Content(
                                                mediaType = "application/json",
                                                schema = @Schema(ref = "SecurityServiceAnswer")),
                                        @Content(
                                                mediaType = "application/soap+xml",
                                                schema = @Schema(type = SchemaType.STRING)),
                                        @Content(mediaType = "text/xml", schema = @Schema(type = SchemaType.STRING))
                                    }),
                            @APIResponse(
                                    name = "RefusedByKeycloak",
                                    description = "Refused by Keycloak, before the resource is asked",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = KeycloakError.class)))
                        }))
package io.keycloakpbx.openapi;

import io.keycloakpbx.http.KeycloakError;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.RefusalRenderer;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
