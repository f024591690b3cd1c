package io.keycloakpbx.usergroup;

import io.keycloakpbx.http.Access;
import io.keycloakpbx.http.XmlDocument;
import io.keycloakpbx.keycloak.Viewer;
import io.keycloakpbx.store.EntityList;
import io.keycloakpbx.tenant.GroupAccess;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What sipXcom's resources share of a request: whose it is, for which realm, what it may do, which answer it wants. */
record SipXcomRequest(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {

    private static final String REVERSE = "reverse";

    /** What the caller may view of the realm's users and groups. */
    Viewer viewer() {
        return Viewer.of(session, realm, auth);
    }

    UserGroupProvider groups() {
        return session.getProvider(UserGroupProvider.class);
    }

    PbxPermissionProvider permissions() {
        return session.getProvider(PbxPermissionProvider.class);
    }

    private Access access() {
        return new Access(auth, SipXcomAnswer.REFUSALS);
    }

    /** The catalogue of permissions and the branches are the tenant's: reading them takes the right to view all users. */
    void requireViewUsers() {
        access().requireViewUsers();
    }

    /** The catalogue of permissions and the branches are the tenant's: changing them takes the right to manage all users. */
    void requireManageUsers() {
        access().requireManageUsers();
    }

    /** The branch that has a number, for a group that comes to it. */
    Optional<Branch> branch(int number) {
        requireViewUsers();
        return groups().branch(realm, number);
    }

    /** The same. Who may not read branches, but manages a group, may let it stay at its own. */
    Optional<Branch> branch(int number, String groupId) {
        if (!auth.users().canView()) {
            GroupModel group = group(groupId);
            requireManage(group);
            Branch own = groups().of(realm, group).branch();
            if (own != null && own.number() == number) {
                return Optional.of(own);
            }
        }
        return branch(number);
    }

    private GroupAccess groupAccess() {
        return new GroupAccess(auth, realm, SipXcomAnswer.REFUSALS);
    }

    void requireViewListedGroups() {
        rights().requireViewListedGroups();
    }

    void requireViewSomeGroups() {
        groupAccess().requireViewSome();
    }

    void requireManageGroups() {
        groupAccess().requireManageAll();
    }

    void requireManageSomeGroups() {
        groupAccess().requireManageSome();
    }

    void requireView(GroupModel group) {
        groupAccess().requireView(group);
    }

    void requireManage(GroupModel group) {
        groupAccess().requireManage(group);
    }

    private UserGroupAccess rights() {
        return new UserGroupAccess(realm, access());
    }

    /** A change of what a group or a user says of permissions. */
    PermissionChange permissionChange() {
        return new PermissionChange(rights(), adminEvent);
    }

    void requireViewListedUsers() {
        rights().requireViewListedUsers();
    }

    void requireViewSomeUsers() {
        rights().requireViewSomeUsers();
    }

    void requireManageSomeUsers() {
        rights().requireManageSomeUsers();
    }

    void requireView(UserModel user) {
        access().requireView(user);
    }

    void requireManage(UserModel user) {
        access().requireManage(user);
    }

    /** The number in the path, which the contract calls an id. */
    static int number(String id) {
        try {
            return Integer.parseInt(id.strip());
        } catch (NumberFormatException e) {
            throw SipXcomAnswer.refused(SipXcomCode.ERROR_ID_INVALID, null, id);
        }
    }

    /** The group that the path names. One that the caller may neither view nor manage is as one that is not there. */
    GroupModel group(String id) {
        int number = number(id);
        return groups().group(realm, number)
                .filter(groupAccess()::isKnown)
                .orElseThrow(() -> SipXcomAnswer.notFound(number));
    }

    /** The user whom the path names, likewise. */
    UserModel user(String id) {
        int number = number(id);
        return groups().user(realm, number).filter(rights()::isKnown).orElseThrow(() -> SipXcomAnswer.notFound(number));
    }

    private MultivaluedMap<String, String> query() {
        return session.getContext().getUri().getQueryParameters();
    }

    Paging paging() {
        return Paging.of(query().getFirst("page"), query().getFirst("pagesize"));
    }

    /** What to sort by, if both parameters say so and the field is one of those that the list knows; else null. */
    EntityList.By order(Collection<String> fields) {
        String direction = query().getFirst("sortdir");
        String field = query().getFirst("sortby");
        if (direction == null || direction.isEmpty() || field == null) {
            return null;
        }
        String known = field.toLowerCase(Locale.ROOT);
        return fields.contains(known) ? new EntityList.By(known, REVERSE.equalsIgnoreCase(direction)) : null;
    }

    /** Sorts without regard to case; what is null is empty. */
    static <T> Comparator<T> comparator(EntityList.By order, Map<String, Function<T, String>> sorts) {
        Comparator<T> comparator = Comparator.comparing(
                item -> Objects.requireNonNullElse(sorts.get(order.field()).apply(item), ""),
                String.CASE_INSENSITIVE_ORDER);
        return order.descending() ? comparator.reversed() : comparator;
    }

    /** The page that the request asks for; a page beyond the end is looked for again, as the last one. */
    <T> Found<T> page(PageOfList<T> list) {
        return page(list, paging());
    }

    /** The same of a list that is too long to be answered whole: a page has so many at most, whatever is asked for. */
    <T> Found<T> page(PageOfList<T> list, int most) {
        Paging paging = paging();
        if (!paging.isEverything()) {
            Found<T> found = page(list, paging.atMost(most));
            long total = list.total(found.page());
            // The answer repeats the size that was asked for, as long as it makes no difference.
            return total > most
                    ? found
                    : new Found<>(found.page(), paging.of(total).metadata());
        }
        T found = list.find(0, most);
        return new Found<>(found, paging.ofAtMost(list.total(found), most).metadata());
    }

    private static <T> Found<T> page(PageOfList<T> list, Paging paging) {
        Paging.Slice hoped = paging.ofLongList();
        T found = list.find(hoped.first(), hoped.max());
        Paging.Slice slice = paging.of(list.total(found));
        return new Found<>(
                slice.first() == hoped.first() ? found : list.find(slice.first(), slice.max()), slice.metadata());
    }

    /** How a list is read. */
    interface PageOfList<T> {

        T find(int first, int max);

        long total(T found);
    }

    static <T> PageOfList<T> list(BiFunction<Integer, Integer, T> find, Function<T, Long> total) {
        return new PageOfList<>() {
            @Override
            public T find(int first, int max) {
                return find.apply(first, max);
            }

            @Override
            public long total(T found) {
                return total.apply(found);
            }
        };
    }

    /** The page of a list that is there as a whole. */
    <T> Found<List<T>> page(List<T> all) {
        Paging.Slice slice = paging().of(all.size());
        int end = slice.max() < 0 ? all.size() : Math.min(all.size(), slice.first() + slice.max());
        return new Found<>(all.subList(slice.first(), end), slice.metadata());
    }

    /** A page and what there is to tell of it. */
    record Found<T>(T page, MetadataRepresentation metadata) {}

    /**
     * An answer in the syntax that the client accepts: XML, unless it prefers JSON.
     *
     * @param document an object with one member
     * @param items what the items of its lists are called in XML
     */
    Response answer(Object document, Map<String, String> items) {
        return prefersJson()
                ? Response.ok(document, MediaType.APPLICATION_JSON_TYPE).build()
                : Response.ok(XmlDocument.of(document, items), XmlDocument.TYPE).build();
    }

    private boolean prefersJson() {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        List<MediaType> accepted;
        try {
            accepted = headers.getAcceptableMediaTypes();
        } catch (IllegalArgumentException e) {
            return false;
        }
        for (MediaType type : accepted) {
            if (type.isCompatible(MediaType.TEXT_XML_TYPE) || type.isCompatible(MediaType.APPLICATION_XML_TYPE)) {
                return false;
            }
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return true;
            }
        }
        return false;
    }
}
