package io.keycloakpbx.tenant;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.ClientPresence;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.http.Page;
import io.keycloakpbx.http.QueryText;
import io.keycloakpbx.http.Refusal;
import io.keycloakpbx.http.RefusalRenderer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The tenants of the PBX, for administrators of the master realm. Errors have the shape of Keycloak's Admin API,
 * {@code {"errorMessage": …}}, and name the member that is wrong.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Tenants")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "RefusedByKeycloak")
@APIResponse(responseCode = "403", ref = "Refused")
@APIResponse(responseCode = "404", ref = "Refused")
public class TenantsResource {

    static final String RESOURCE_TYPE = "PBX_TENANT";

    private static final Page.Length LENGTH = new Page.Length(100, 1, 1_000);
    private static final String DRY_RUN = "dryRun";
    private static final String LINES = "application/x-ndjson";
    private static final int RETRY_SECONDS_OF_RUNS = 60;
    private static final int MAX_SEARCH_LENGTH = 280;
    private static final String ENABLED = "enabled";
    private static final String WARNING = "warning";
    private static final String WARNINGS = "warnings";
    private static final String SIGN_INS_SINCE = "signInsSince";

    private final KeycloakSession session;
    private final AdminPermissionEvaluator auth;
    private final Access access;
    private final TenantsAccess allowed;
    private final AdminEventBuilder adminEvent;
    private final TenantProvider tenants;

    TenantsResource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.auth = auth;
        this.access = new Access(auth, RefusalRenderer.ADMIN);
        this.allowed = new TenantsAccess(session, auth.adminAuth());
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.tenants = TenantProvider.of(session);
    }

    /**
     * Lists tenants in the order of their SIP domains. The header {@code X-Total-Count} tells how many there are in all.
     *
     * <p>{@code first} is how many to leave out, {@code max} how many to return: 1 to 1,000, 100 where not given.
     *
     * @param search a part of a SIP domain, realm name or tenant name, or a tenant's number
     * @param enabled {@code false} for those that are suspended, {@code true} for the others
     * @param warning for those of which that is to say
     * @param warnings {@code true} to be told of each what keeps its people from working
     * @param signInsSince to be told of each whose events the caller may view how many sign-ins have succeeded and failed since then,
     *     in milliseconds since 1970: since two days ago where that is earlier
     */
    @GET
    @Operation(operationId = "listTenants", summary = "Lists tenants in the order of their SIP domains")
    @Parameter(ref = "first")
    @Parameter(ref = "max.1-1000")
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "A part of a SIP domain, realm name or tenant name, or a tenant's number",
            schema = @Schema(type = SchemaType.STRING, maxLength = MAX_SEARCH_LENGTH))
    @Parameter(
            name = ENABLED,
            in = ParameterIn.QUERY,
            description = "false for those that are suspended, true for the others",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = WARNING,
            in = ParameterIn.QUERY,
            description = "For those of which that is to say",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"suspended", "noMailServer", "noAdministrator", "noAppAddress"}))
    @Parameter(
            name = WARNINGS,
            in = ParameterIn.QUERY,
            description = "Tell of each what keeps its people from working",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = SIGN_INS_SINCE,
            in = ParameterIn.QUERY,
            description =
                    "Tell of each whose events the caller may view how many sign-ins have succeeded and failed since then, among"
                            + " the newest 100,000 events, in milliseconds since 1970: since two days ago where that is earlier",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "The tenants",
            headers = @Header(name = Page.TOTAL_COUNT, ref = Page.TOTAL_COUNT),
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ListedTenantRepresentation.class)))
    @APIResponse(responseCode = "400", ref = "Refused")
    public Response list(
            @QueryParam("search") String search,
            @QueryParam(ENABLED) String enabled,
            @QueryParam(WARNING) String warning,
            @QueryParam(WARNINGS) String warnings,
            @QueryParam(SIGN_INS_SINCE) String signInsSince) {
        requireView(session.getContext().getRealm());
        Page page = page();
        TenantQuery asked = new TenantQuery(
                QueryText.of("search", search, MAX_SEARCH_LENGTH, RefusalRenderer.ADMIN),
                QueryText.truth(ENABLED, enabled, RefusalRenderer.ADMIN),
                warning(warning));
        boolean warned = Boolean.TRUE.equals(QueryText.truth(WARNINGS, warnings, RefusalRenderer.ADMIN));
        Instant since = signInsSince == null ? null : SignInsSince.of(SIGN_INS_SINCE, signInsSince);
        List<TenantRepresentation> found = tenants.search(asked, page.first(), page.max());
        List<String> ids = found.stream().map(TenantRepresentation::id).toList();
        return Page.answer(
                ListedTenantRepresentation.of(
                        found,
                        warned ? tenants.warnings(ids) : null,
                        since == null ? Map.of() : tenants.happened(allowed.viewingEvents(ids), since)),
                tenants.count(asked));
    }

    private static TenantWarning warning(String word) {
        return word == null
                ? null
                : TenantWarning.of(word)
                        .orElseThrow(() -> RefusalRenderer.ADMIN.thrown(Refusal.invalid(
                                WARNING,
                                WARNING + " must be one of "
                                        + Arrays.stream(TenantWarning.values())
                                                .map(TenantWarning::word)
                                                .collect(Collectors.joining(", ")))));
    }

    /**
     * Makes a tenant; 201 with the tenant, its clients' secrets and its first administrator, all of which is told this once;
     * 409 where its realm name or one of its SIP domains is taken.
     */
    @POST
    @Operation(
            operationId = "createTenant",
            summary = "Makes a tenant, and tells once its secrets and its administrator")
    @RequestBodySchema(NewTenantRepresentation.class)
    @APIResponseSchema(
            value = CreatedTenantRepresentation.class,
            responseCode = "201",
            responseDescription = "The tenant, with what is told this once")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    public Response create(InputStream body) {
        access.require(allowed.mayCreate(), AdminRoles.CREATE_REALM);
        WantedTenant wanted = inModel(() -> inWords(() -> WantedTenant.read(JsonBody.read(body))));
        CreatedTenantRepresentation told = inModel(wanted.tenant(), () -> {
                    wanted.check(session);
                    return wanted.make(tenants, new TenantCreation(auth.adminAuth(), adminEvent), () -> {});
                })
                .tell(session);
        return Response.created(session.getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(told.tenant().sipDomain())
                        .build())
                .entity(told)
                .build();
    }

    /**
     * Makes the tenants of many lines, each as {@code POST /tenants} makes one, in a transaction of its own. A tenant that is
     * there with the same SIP domain and realm name is none to be made: what was interrupted is sent again as it is.
     *
     * @return what has come of each line as soon as it is known, and a summary as the last line
     */
    @POST
    @Path("bulk")
    @Produces({LINES, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "createTenants",
            summary = "Makes many tenants, and tells of each as soon as it is made",
            description = "A line for each line, whatever has come of it, in no order; then a line that sums it up")
    @Parameter(
            name = DRY_RUN,
            in = ParameterIn.QUERY,
            description = "Only tell what would come of each line",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @RequestBody(
            description = "A tenant on each line, as one is made; at most 5,000, at most 8 MiB",
            content = @Content(mediaType = LINES, schema = @Schema(implementation = NewTenantRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            description = "What has come of each line, and a summary",
            content =
                    @Content(
                            mediaType = LINES,
                            schema = @Schema(anyOf = {BulkLineRepresentation.class, BulkSummaryRepresentation.class})))
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "413", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    public Response createMany(InputStream body) {
        access.require(allowed.mayCreate(), AdminRoles.CREATE_REALM);
        boolean dryRun =
                isDryRun("Many tenants are made with nothing but lines as the body and the query parameter dryRun;"
                        + " for a dry run send ?dryRun=true");
        if (!BulkRun.PLACES.tryAcquire()) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.tooEarly(
                    Response.Status.SERVICE_UNAVAILABLE,
                    "Other runs of many tenants are going on; try again in some minutes",
                    RETRY_SECONDS_OF_RUNS));
        }
        // However the request ends.
        session.enlistForClose(BulkRun.PLACES::release);
        List<TenantLine> lines = TenantLine.read(body);
        BulkCaller caller = new BulkCaller(session, auth.adminAuth());
        ClientPresence client = ClientPresence.ofRequest();
        BulkStep step = dryRun ? new BulkTrial(caller) : new BulkCreation(caller, client::hasGone, adminEvent, tenants);
        BulkRun run = new BulkRun(session.getTransactionManager(), client::hasGone, lines, dryRun, step);
        return Response.ok(run, LINES)
                // nginx would otherwise keep lines until it has a buffer of them.
                .header("X-Accel-Buffering", "no")
                .build();
    }

    @GET
    @Path("{sipDomain}")
    @Operation(operationId = "getTenant", summary = "Gets a tenant by one of its SIP domains")
    @APIResponseSchema(value = TenantRepresentation.class, responseCode = "200", responseDescription = "The tenant")
    public TenantRepresentation get(@PathParam("sipDomain") String sipDomain) {
        RealmModel realm = ofDomain(sipDomain);
        requireView(realm);
        return tenants.getTenant(found(realm));
    }

    /** A tenant with how much there is in it: what goes when it is deleted, so for who may delete it. */
    @GET
    @Path("{sipDomain}/summary")
    @Operation(
            operationId = "getTenantSummary",
            summary = "Gets a tenant with how much there is in it, for who may delete it")
    @APIResponseSchema(
            value = TenantSummaryRepresentation.class,
            responseCode = "200",
            responseDescription = "The tenant, with how much there is in it")
    public TenantSummaryRepresentation summary(@PathParam("sipDomain") String sipDomain) {
        RealmModel realm = manageable(sipDomain);
        return new TenantSummaryRepresentation(tenants.getTenant(realm), null, tenants.contents(realm));
    }

    /** Changes a tenant; members that are left out stay as they are. */
    @PUT
    @Path("{sipDomain}")
    @Operation(operationId = "updateTenant", summary = "Changes a tenant; members that are left out stay as they are")
    @RequestBodySchema(TenantRepresentation.class)
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    @APIResponse(responseCode = "204", description = "Changed")
    public void update(@PathParam("sipDomain") String sipDomain, InputStream body) {
        RealmModel realm = manageable(sipDomain);
        TenantRepresentation sent = inWords(() -> SettingsBody.tenant(JsonBody.read(body), List.of()));
        TenantRepresentation current = tenants.getTenant(realm);
        refuseOther("id", sent.id(), current.id());
        refuseOther("tenantId", sent.tenantId(), current.tenantId());
        refuseOther("realm", sent.realm(), current.realm());
        inModel(sent, () -> {
            tenants.update(realm, sent);
            return null;
        });
        adminEvent
                .operation(OperationType.UPDATE)
                .resourcePath("tenants", current.sipDomain())
                .representation(tenants.getTenant(realm))
                .success();
    }

    /** Removes a tenant with everything in its realm. */
    @DELETE
    @Path("{sipDomain}")
    @Operation(operationId = "deleteTenant", summary = "Removes a tenant with everything in its realm")
    @APIResponse(responseCode = "409", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    @APIResponse(responseCode = "204", description = "Removed")
    public void delete(@PathParam("sipDomain") String sipDomain) {
        RealmModel realm = manageable(sipDomain);
        TenantRepresentation tenant = tenants.getTenant(realm);
        boolean gone = inModel(
                () -> tenants.delete(realm, (own, there) -> {}, own -> new TenantCreation(auth.adminAuth(), adminEvent)
                        .removed(own, tenant)));
        if (!gone) {
            throw notFound();
        }
    }

    /** Suspends a tenant: its realm is disabled, so that nobody signs in. Once more changes nothing. */
    @POST
    @Path("{sipDomain}/suspend")
    @Operation(operationId = "suspendTenant", summary = "Suspends a tenant: nobody signs in")
    @APIResponse(responseCode = "503", ref = "Refused")
    @APIResponse(responseCode = "204", description = "Suspended")
    public void suspend(@PathParam("sipDomain") String sipDomain) {
        setEnabled(manageable(sipDomain), "suspend", false);
    }

    @POST
    @Path("{sipDomain}/resume")
    @Operation(operationId = "resumeTenant", summary = "Ends the suspension of a tenant")
    @APIResponse(responseCode = "503", ref = "Refused")
    @APIResponse(responseCode = "204", description = "Resumed")
    public void resume(@PathParam("sipDomain") String sipDomain) {
        setEnabled(manageable(sipDomain), "resume", true);
    }

    /**
     * Brings a tenant up to the tenant template of today: what the realm lacks, and what it has unchanged from an earlier
     * template. With {@code dryRun=true} only tells what would be done.
     */
    @POST
    @Path("{sipDomain}/upgrade")
    @Operation(
            operationId = "upgradeTenant",
            summary = "Brings a tenant up to the tenant template of today, and tells each difference")
    @Parameter(
            name = DRY_RUN,
            in = ParameterIn.QUERY,
            description = "Only tell what would be done",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponseSchema(
            value = UpgradeRepresentation.class,
            responseCode = "200",
            responseDescription = "Where the tenant was not as the template, and what was done about it")
    @APIResponse(responseCode = "400", ref = "Refused")
    @APIResponse(responseCode = "409", ref = "Refused")
    @APIResponse(responseCode = "503", ref = "Refused")
    public UpgradeRepresentation upgrade(
            @PathParam("sipDomain") String sipDomain, @RequestBody(description = "none") InputStream body) {
        RealmModel realm = manageable(sipDomain);
        boolean dryRun = isDryRun(body);
        TenantRepresentation tenant = tenants.getTenant(realm);
        UpgradeRepresentation told = inModel(() -> tenants.upgrade(realm, dryRun, (own, done) -> adminEvent
                .clone(own)
                .operation(OperationType.ACTION)
                .resourcePath("tenants", tenant.sipDomain(), "upgrade")
                .representation(done)
                .success()));
        if (told == null) {
            throw notFound();
        }
        return told;
    }

    private boolean isDryRun(InputStream body) {
        String rule = "An upgrade takes nothing but the query parameter dryRun, and no body; for a dry run send"
                + " ?dryRun=true";
        if (!isEmpty(body)) {
            throw badRequest(rule);
        }
        return isDryRun(rule);
    }

    /** As it was sent: who asks for a dry run in a way that is none must not get what is no dry run. */
    private boolean isDryRun(String rule) {
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        List<String> values = query.getOrDefault(DRY_RUN, List.of("false"));
        if (!Set.of(DRY_RUN).containsAll(query.keySet())) {
            throw badRequest(rule);
        }
        if (values.size() != 1 || !Set.of("true", "false").contains(values.get(0))) {
            throw badRequest("dryRun must be true or false");
        }
        return Boolean.parseBoolean(values.get(0));
    }

    private static boolean isEmpty(InputStream body) {
        try {
            return body == null || body.read() == -1;
        } catch (IOException e) {
            throw badRequest("The request's body cannot be read; send none");
        }
    }

    private void setEnabled(RealmModel realm, String action, boolean enabled) {
        inModel(() -> {
            tenants.update(realm, new TenantRepresentation(null, null, null, null, null, null, null, null, enabled));
            return null;
        });
        TenantRepresentation tenant = tenants.getTenant(realm);
        adminEvent
                .operation(OperationType.ACTION)
                .resourcePath("tenants", tenant.sipDomain(), action)
                .representation(tenant)
                .success();
    }

    private Page page() {
        return Page.firstMax(session.getContext().getUri().getQueryParameters(), LENGTH, RefusalRenderer.ADMIN);
    }

    private RealmModel ofDomain(String sipDomain) {
        return SipDomain.parse(sipDomain).map(tenants::getRealmBySipDomain).orElse(null);
    }

    /** For an unknown domain the caller's permission on master decides, so that only who may look around learns of it. */
    private RealmModel orMaster(RealmModel realm) {
        return realm == null ? session.getContext().getRealm() : realm;
    }

    private void requireView(RealmModel realm) {
        access.require(allowed.mayView(orMaster(realm)), AdminRoles.VIEW_REALM);
    }

    private RealmModel manageable(String sipDomain) {
        RealmModel realm = ofDomain(sipDomain);
        access.require(allowed.mayManage(orMaster(realm)), AdminRoles.MANAGE_REALM);
        return found(realm);
    }

    private static RealmModel found(RealmModel realm) {
        if (realm == null) {
            throw notFound();
        }
        return realm;
    }

    private static <T> T inWords(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidBodyException e) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(e));
        }
    }

    private static void refuseOther(String member, String sent, String current) {
        if (sent != null && !sent.equals(current)) {
            throw RefusalRenderer.ADMIN.thrown(Refusal.invalid(member, member + " of a tenant cannot be changed"));
        }
    }

    /** Does what may be refused by the model, and refuses the request with its words. */
    static <T> T inModel(Supplier<T> work) {
        return inModel(null, work);
    }

    /**
     * Likewise.
     *
     * @param sent what was sent of the tenant, or null
     */
    private static <T> T inModel(TenantRepresentation sent, Supplier<T> work) {
        try {
            return work.get();
        } catch (ModelException e) {
            throw RefusalRenderer.ADMIN.thrown(ModelRefusal.of(e, sent));
        }
    }

    private static RuntimeException badRequest(String message) {
        return RefusalRenderer.ADMIN.thrown(Refusal.of(Response.Status.BAD_REQUEST, message));
    }

    private static RuntimeException notFound() {
        return RefusalRenderer.ADMIN.thrown(
                Refusal.of(Response.Status.NOT_FOUND, "Could not find a tenant with this SIP domain")
                        .withKey("pbxErrorNoTenant", Map.of()));
    }
}
