package io.keycloakpbx.pbxdata;

import io.keycloakpbx.extension.Extension;
import io.keycloakpbx.extension.ExtensionOwnership;
import io.keycloakpbx.extension.ExtensionProvider;
import io.keycloakpbx.extension.ExtensionSettings;
import io.keycloakpbx.extension.InvalidPbxUserException;
import io.keycloakpbx.extension.NewPbxUser;
import io.keycloakpbx.extension.OwnershipChange;
import io.keycloakpbx.extension.OwnershipEvent;
import io.keycloakpbx.extension.PbxServer;
import io.keycloakpbx.extension.PbxUserName;
import io.keycloakpbx.extension.PbxUserProvider;
import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.pbxdata.PbxDataReport.Result;
import io.keycloakpbx.pbxdata.PbxDataRow.InvalidRowException;
import io.keycloakpbx.store.StorableText;
import io.keycloakpbx.store.Uuid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.services.messages.Messages;

/**
 * Brings the PBX data of a realm into the state that rows describe. Servers are found by name, extensions by number, users
 * by name; what the rows do not mention stays. A row that is wrong changes nothing.
 */
final class PbxDataImport {

    private static final String DATA_TYPE = "PBX_DATA";

    private final PbxDataRequest request;
    private final ExtensionProvider extensions;
    private final PbxUserProvider users;
    private final PbxDataOptions options;

    private final Map<String, PbxServer> servers = new HashMap<>();
    private final Map<String, Map<String, Known>> known = new HashMap<>();
    private final Map<String, Place> defaults = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, UserModel> madeUsers = new LinkedHashMap<>();
    private Map<String, String> userIds = Map.of();
    private Set<String> usedIds = Set.of();
    private AdminTexts texts;

    /** An extension as it is while the import goes on. */
    private record Known(Extension extension, String userId, boolean isDefault) {}

    /** Where an extension is among those that are known. */
    private record Place(String serverId, String number) {}

    private record Change(String serverName, ExtensionOwnership extension, OwnershipChange change) {}

    /** Who is to have an extension: a user that there is, one that is to be made, or nobody. */
    private record Owner(String userId, NewPbxUser fresh) {

        boolean isNobody() {
            return userId == null && fresh == null;
        }
    }

    PbxDataImport(PbxDataRequest request, PbxDataOptions options) {
        this.request = request;
        this.extensions = request.extensions();
        this.users = request.users();
        this.options = options;
    }

    /**
     * Imports the rows. A dry run, and an atomic import with a row that fails, mark the session's transaction for
     * rollback.
     *
     * @param progress is told of each row as soon as it is done
     */
    PbxDataReport run(PbxDataFile file, Consumer<PbxDataReport.Row> progress) {
        List<PbxDataRow> rows = file.rows();
        prepare(rows);
        List<PbxDataReport.Row> report = new ArrayList<>(rows.size());
        for (PbxDataRow row : rows) {
            PbxDataReport.Row line = importRow(row);
            report.add(line);
            progress.accept(line);
        }
        boolean failed = report.stream().anyMatch(row -> row.result() == Result.failed);
        List<String> notTaken = request.takeSections(file, true);
        boolean committed = isKept(failed, notTaken);
        if (committed) {
            // What others have taken in between is told, too.
            notTaken = request.takeSections(file, false);
            committed = isKept(failed, notTaken);
        }
        PbxDataReport result =
                PbxDataReport.of(options.dryRun(), committed, file.ignoredColumns(), report, withdrawals(), notTaken);
        if (committed) {
            finish(result.numbers());
        } else {
            request.session().getTransactionManager().setRollbackOnly();
        }
        return result;
    }

    private boolean isKept(boolean failed, List<String> notTaken) {
        return !options.dryRun() && !(options.atomic() && (failed || !notTaken.isEmpty()));
    }

    private void prepare(List<PbxDataRow> rows) {
        extensions.servers(request.realm(), 0, -1).forEach(server -> servers.put(server.name(), server));
        userIds = users.idsByUsername(
                request.realm(),
                rows.stream()
                        .map(this::ownerName)
                        .filter(name -> name != null && !name.isBlank())
                        .filter(StorableText::is)
                        .collect(Collectors.toSet()));
        usedIds = new HashSet<>(extensions.usedIds(rows.stream()
                .flatMap(row -> Stream.of(
                        row.values().get(PbxDataRow.SERVER_ID), row.values().get(PbxDataRow.ID)))
                .filter(id -> id != null && Uuid.is(id))
                .map(Uuid::canonical)
                .collect(Collectors.toSet())));
    }

    /** The name of the user whom a row names, or null for none; what is wrong with it shows when the row is imported. */
    private String ownerName(PbxDataRow row) {
        try {
            if (row.has(PbxDataRow.MANAGING_USER)) {
                return row.text(PbxDataRow.MANAGING_USER);
            }
            // In files that tell of no user names, a user is called as the extension is.
            return options.createUsers() ? row.extension() : null;
        } catch (InvalidRowException e) {
            return null;
        }
    }

    private PbxDataReport.Row importRow(PbxDataRow row) {
        String server = null;
        String extension = null;
        int users = madeUsers.size();
        try {
            server = row.server();
            extension = row.extension();
            ExtensionSettings settings = row.settings();
            Result result = settings == null ? importServer(row) : importExtension(row, settings);
            return line(row, server, extension, result, madeUsers.size() > users, null);
        } catch (InvalidRowException e) {
            return line(row, server, extension, Result.failed, false, e.getMessage());
        }
    }

    private static PbxDataReport.Row line(
            PbxDataRow row, String server, String extension, Result result, boolean userMade, String message) {
        return new PbxDataReport.Row(row.number(), row.line(), server, extension, result, userMade, message);
    }

    private Result importServer(PbxDataRow row) {
        boolean exists = servers.containsKey(row.server());
        requireServer(row).run();
        return exists ? Result.unchanged : Result.created;
    }

    /** Checks the row's server; running the answer makes it where it is missing. */
    private Runnable requireServer(PbxDataRow row) {
        String name = row.server();
        String id = row.uuid(PbxDataRow.SERVER_ID);
        if (servers.containsKey(name)) {
            return () -> {};
        }
        requireUnused(row, PbxDataRow.SERVER_ID, id);
        return () -> {
            PbxServer server = extensions.createServer(request.realm(), id, name);
            usedIds.add(server.id());
            servers.put(name, server);
            known.put(server.id(), new HashMap<>());
        };
    }

    private void requireUnused(PbxDataRow row, String column, String id) {
        if (id != null && usedIds.contains(id)) {
            throw row.fault(column, "the id is in use. Leave it empty, and a new one is given");
        }
    }

    private Result importExtension(PbxDataRow row, ExtensionSettings settings) {
        String serverName = row.server();
        String id = row.uuid(PbxDataRow.ID);
        Boolean wantsDefault = row.has(PbxDataRow.DEFAULT)
                ? Optional.ofNullable(row.bool(PbxDataRow.DEFAULT)).orElse(false)
                : null;
        Runnable makeServer = requireServer(row);
        Known before = known(serverName, settings.extension());
        Owner owner = owner(row, before);
        if (Boolean.TRUE.equals(wantsDefault) && owner.isNobody()) {
            throw row.fault(PbxDataRow.DEFAULT, "a default extension needs a managing user");
        }
        if (before == null) {
            requireUnused(row, PbxDataRow.ID, id);
        }
        if (!seen.add(serverName + "\n" + settings.extension())) {
            throw row.fault(PbxDataRow.EXTENSION, "the extension is in the file more than once");
        }

        UserModel made = owner.fresh() == null ? null : make(row, owner.fresh());
        makeServer.run();
        try {
            return apply(row, settings, before, made == null ? owner.userId() : made.getId(), wantsDefault);
        } catch (InvalidRowException e) {
            if (made != null) {
                madeUsers.remove(key(owner.fresh().username()));
                request.session().users().removeUser(request.realm(), made);
            }
            throw e;
        }
    }

    private Result apply(
            PbxDataRow row, ExtensionSettings settings, Known before, String userId, Boolean wantsDefault) {
        PbxServer server = servers.get(row.server());
        Result result = Result.unchanged;
        Extension extension;
        if (before == null) {
            extension = extensions.createExtension(request.realm(), server.id(), row.uuid(PbxDataRow.ID), settings);
            usedIds.add(extension.id());
            result = Result.created;
        } else if (!before.extension().settings().equals(settings)) {
            extension = update(server, before, settings);
            result = Result.updated;
        } else {
            extension = before.extension();
        }
        boolean ownershipChanged = own(row.server(), extension, before, userId, wantsDefault);
        return result == Result.unchanged && ownershipChanged ? Result.updated : result;
    }

    private Extension update(PbxServer server, Known before, ExtensionSettings settings) {
        return extensions
                .updateExtension(
                        request.realm(), server.id(), before.extension().id(), settings)
                .orElseThrow(() -> new InvalidRowException("the extension was removed meanwhile"));
    }

    private Owner owner(PbxDataRow row, Known before) {
        if (!row.has(PbxDataRow.MANAGING_USER)
                && (!options.createUsers() || before != null && before.userId() != null)) {
            return new Owner(before == null ? null : before.userId(), null);
        }
        row.text(PbxDataRow.MANAGING_USER);
        String username = ownerName(row);
        if (username == null || username.isBlank()) {
            return new Owner(null, null);
        }
        String userId = userIds.get(username);
        if (userId != null) {
            return new Owner(userId, null);
        }
        UserModel made = madeUsers.get(key(username));
        if (made != null) {
            return new Owner(made.getId(), null);
        }
        if (!options.createUsers()) {
            throw row.fault(
                    PbxDataRow.MANAGING_USER,
                    "no user has this name. Make the user first, or add createUsers=true to the address");
        }
        return new Owner(null, row.user(username));
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    private UserModel make(PbxDataRow row, NewPbxUser user) {
        try {
            UserModel made = users.create(request.realm(), user, options.dryRun());
            madeUsers.put(key(user.username()), made);
            return made;
        } catch (InvalidPbxUserException e) {
            String column = UserModel.USERNAME.equals(e.attribute()) ? PbxDataRow.MANAGING_USER : e.attribute();
            throw row.fault(column, text(e));
        }
    }

    private String text(InvalidPbxUserException e) {
        return switch (e.messageKey()) {
            case Messages.EMAIL_EXISTS -> "another user has this email address";
            case Messages.USERNAME_EXISTS -> "another user has this name";
            default -> texts().text(e.messageKey(), e.parameters());
        };
    }

    private AdminTexts texts() {
        if (texts == null) {
            texts = AdminTexts.of(request.session(), request.realm(), Locale.ENGLISH.getLanguage());
        }
        return texts;
    }

    private boolean own(String serverName, Extension extension, Known before, String userId, Boolean wantsDefault) {
        String oldUserId = before == null ? null : before.userId();
        boolean isDefault = before != null && before.isDefault();
        boolean changed = false;
        if (!Objects.equals(oldUserId, userId)) {
            ExtensionOwnership ownership = new ExtensionOwnership(
                    extension.serverId(), extension.id(), extension.settings().extension(), oldUserId, isDefault);
            OwnershipChange change = extensions
                    .setManagingUser(ownership, userId)
                    .orElseThrow(() -> new InvalidRowException("the extension was removed meanwhile"));
            changes.add(new Change(serverName, ownership, change));
            isDefault = false;
            changed = true;
        }
        if (wantsDefault != null && wantsDefault != isDefault) {
            if (wantsDefault) {
                extensions.setDefaultExtension(extension.id(), userId);
            } else {
                extensions.clearDefaultExtension(extension.id(), userId);
            }
            isDefault = wantsDefault;
            changed = true;
        }
        remember(new Known(extension, userId, isDefault));
        return changed;
    }

    private void remember(Known extension) {
        Extension stored = extension.extension();
        Place place = new Place(stored.serverId(), stored.settings().extension());
        known.get(place.serverId()).put(place.number(), extension);
        if (!extension.isDefault()) {
            return;
        }
        Place former = defaults.put(extension.userId(), place);
        if (former != null && !former.equals(place)) {
            // Another extension, perhaps of a later row, has stopped being the user's default.
            known.get(former.serverId())
                    .computeIfPresent(
                            former.number(),
                            (number, other) -> extension.userId().equals(other.userId())
                                    ? new Known(other.extension(), other.userId(), false)
                                    : other);
        }
    }

    private Known known(String serverName, String number) {
        PbxServer server = servers.get(serverName);
        if (server == null) {
            return null;
        }
        return known.computeIfAbsent(server.id(), this::load).get(number);
    }

    private Map<String, Known> load(String serverId) {
        Map<String, ExtensionOwnership> ownerships = extensions.ownerships(request.realm(), serverId).stream()
                .collect(Collectors.toMap(ExtensionOwnership::extensionId, ownership -> ownership));
        Map<String, Known> loaded = new HashMap<>();
        extensions.extensions(request.realm(), serverId, null, -1).forEach(extension -> {
            ExtensionOwnership ownership = ownerships.get(extension.id());
            String number = extension.settings().extension();
            boolean isDefault = ownership != null && ownership.isDefault();
            if (isDefault) {
                defaults.put(ownership.managingUserId(), new Place(serverId, number));
            }
            loaded.put(number, new Known(extension, ownership == null ? null : ownership.managingUserId(), isDefault));
        });
        return loaded;
    }

    /** The extensions that somebody had who has them no more; of users, those that are made have their names already. */
    private List<PbxDataReport.Withdrawal> withdrawals() {
        Map<String, UserModel> made =
                madeUsers.values().stream().collect(Collectors.toMap(UserModel::getId, user -> user));
        return changes.stream()
                .filter(change ->
                        change.change().oldUserId() != null && change.change().changed())
                .map(change -> new PbxDataReport.Withdrawal(
                        change.serverName(),
                        change.extension().extension(),
                        told(change.change().oldUserId(), made),
                        told(change.change().newUserId(), made)))
                .toList();
    }

    private static PbxDataReport.Owner told(String userId, Map<String, UserModel> made) {
        if (userId == null) {
            return null;
        }
        UserModel user = made.get(userId);
        return PbxDataReport.Owner.of(userId, user == null ? null : PbxUserName.of(user));
    }

    /** Events come last: they would otherwise be checked for changes at each of the import's statements. */
    private void finish(PbxDataReport numbers) {
        madeUsers.values().forEach(user -> request.adminEvent()
                .resource(ResourceType.USER)
                .operation(OperationType.CREATE)
                .resourcePath("users", user.getId())
                .representation(representation(user))
                .success());
        Map<String, String> usernames = users.usernamesById(
                request.realm(),
                changes.stream()
                        .flatMap(change -> Stream.of(
                                change.change().oldUserId(), change.change().newUserId()))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
        Set<String> robbed = new HashSet<>();
        for (Change change : changes) {
            OwnershipChange owners = change.change();
            OwnershipEvent event = extensions.event(change.extension(), owners, usernames);
            request.adminEvent()
                    .resource(event.type())
                    .resourcePath(event.path())
                    .operation(owners.newUserId() == null ? OperationType.DELETE : OperationType.UPDATE)
                    .representation(event)
                    .success();
            if (owners.oldUserId() != null && owners.newUserId() != null) {
                robbed.add(owners.oldUserId());
            }
        }
        users.signOutFormerOwners(request.realm(), robbed);
        request.adminEvent()
                .resource(DATA_TYPE)
                .operation(OperationType.ACTION)
                .resourcePath(PbxDataResourceProviderFactory.ID)
                .representation(numbers)
                .success();
    }

    private static UserRepresentation representation(UserModel user) {
        UserRepresentation representation = new UserRepresentation();
        representation.setId(user.getId());
        representation.setUsername(user.getUsername());
        representation.setEmail(user.getEmail());
        representation.setFirstName(user.getFirstName());
        representation.setLastName(user.getLastName());
        representation.setEnabled(user.isEnabled());
        return representation;
    }
}
