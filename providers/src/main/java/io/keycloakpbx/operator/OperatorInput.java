package io.keycloakpbx.operator;

import io.keycloakpbx.address.Network;
import io.keycloakpbx.http.Body;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.http.JsonBody;
import io.keycloakpbx.role.BaseRole;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.models.UserModel;
import org.keycloak.utils.EmailValidationUtil;

/**
 * What a request says of an operator, in which everything is as the contract wants it. What it does not speak of is null, or
 * no attribute.
 *
 * @param attributes values by attribute, Keycloak's own ones included; an empty list where there shall be none
 * @param roles the names of base roles
 * @param customRoles the custom roles
 * @param password of a sign-up
 * @param disabled of a change
 * @param etag of a change
 */
record OperatorInput(
        Map<String, List<String>> attributes,
        List<String> roles,
        List<CustomRoleInput> customRoles,
        String password,
        Boolean disabled,
        Long etag) {

    static final int MAX_BODY_BYTES = 512 * 1024;
    static final int MAX_PASSWORD = 1_000;
    static final int MAX_REQUEST_ID = 200;
    /** The most base roles that are given to somebody. */
    static final int MAX_ROLES = 7;

    /** All there are: who has more than are given may be sent back. */
    static final int MAX_ROLES_SENT_BACK = 23;

    static final int MAX_CUSTOM_ROLES = 100;
    static final int MAX_NETWORKS = 100;
    /** Keycloak's own, less than the contract's. */
    static final int MAX_EMAIL = 255;

    private static final int MAX_NAME = 100;
    private static final int ANY = Integer.MAX_VALUE;
    private static final Pattern FIRST_NAME = Pattern.compile("[a-zA-Z0-9\\s_-]{1,100}");
    private static final Pattern LAST_NAME = Pattern.compile("[a-zA-Z0-9\\s_-]{0,100}");

    /** Without passwords. */
    @Override
    public String toString() {
        return "OperatorInput[]";
    }

    /** What a sign-up says; refused with all that is wrong with it. */
    static OperatorInput ofSignUp(InputStream in, String tenantId) {
        OperatorProblems problems = new OperatorProblems();
        Body body = body(in);
        OperatorInput input;
        try {
            Map<String, List<String>> attributes = new HashMap<>();
            email(body, true, attributes, problems);
            firstName(body, true, attributes, problems);
            rest(body, attributes, problems);
            String password = password(body, OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST, problems);
            // Of a login, with which they have no meaning here.
            body.optionalString("requestId", MAX_REQUEST_ID);
            body.optionalBoolean("logout_others");
            List<String> roles = roles(body, MAX_ROLES, problems);
            List<CustomRoleInput> customRoles = customRoles(body, tenantId, problems);
            if (body.size("roles") == 0 && body.size("custom_roles") == 0) {
                problems.add(OperatorError.OPERATOR_INVALID_ROLE_LIST_SIZE);
            }
            input = new OperatorInput(
                    attributes,
                    roles == null ? List.of() : roles,
                    customRoles == null ? List.of() : customRoles,
                    password,
                    null,
                    null);
            body.refuseViolations();
        } catch (InvalidBodyException e) {
            problems.add(e, OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST);
            throw OperatorErrors.refused(problems.items());
        }
        problems.refuse();
        return input;
    }

    /** What a change says, members of which may be left out; refused with all that is wrong with it. */
    static OperatorInput ofChange(InputStream in, String tenantId, String id) {
        OperatorProblems problems = new OperatorProblems();
        Body body = body(in);
        OperatorInput input;
        try {
            Map<String, List<String>> attributes = new HashMap<>();
            readOnly(body, "id", id, problems);
            readOnly(body, "tenant_id", tenantId, problems);
            email(body, false, attributes, problems);
            firstName(body, false, attributes, problems);
            rest(body, attributes, problems);
            List<String> roles = roles(body, MAX_ROLES_SENT_BACK, problems);
            List<CustomRoleInput> customRoles = customRoles(body, tenantId, problems);
            Boolean disabled = body.optionalBoolean("disabled");
            Long etag = body.optionalInteger("_etag", 0, Integer.MAX_VALUE);
            if (!body.has("_etag")) {
                problems.add(OperatorError.OPERATOR_INVALID_ETAG);
            }
            input = new OperatorInput(attributes, roles, customRoles, null, disabled, etag);
            body.refuseViolations();
        } catch (InvalidBodyException e) {
            problems.add(e, OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST);
            throw OperatorErrors.refused(problems.items());
        }
        problems.refuse();
        return input;
    }

    private static Body body(InputStream in) {
        try {
            return JsonBody.read(in, MAX_BODY_BYTES).collecting();
        } catch (InvalidBodyException e) {
            throw OperatorErrors.refused(OperatorError.OPERATOR_INVALID_SIGNUP_REQUEST, e.getMessage());
        }
    }

    private static void readOnly(Body body, String member, String value, OperatorProblems problems) {
        String sent = body.optionalString(member, MAX_EMAIL);
        if (sent != null && !sent.equals(value)) {
            problems.say(OperatorError.OPERATOR_INVALID_CANNOT_SET_READONLY_FIELDS, member + " cannot be changed");
        }
    }

    private static void email(
            Body body, boolean required, Map<String, List<String>> attributes, OperatorProblems problems) {
        String email = body.optionalString(UserModel.EMAIL, ANY);
        if (email == null) {
            if (required && !body.has(UserModel.EMAIL)) {
                problems.add(OperatorError.OPERATOR_INVALID_OPERATOR_EMAIL);
            }
        } else {
            email(email, attributes, problems);
        }
    }

    static void email(String email, Map<String, List<String>> attributes, OperatorProblems problems) {
        if (email.length() > MAX_EMAIL || !EmailValidationUtil.isValidEmail(email)) {
            problems.add(OperatorError.OPERATOR_EMAIL_INVALID, email);
        } else {
            attributes.put(UserModel.EMAIL, List.of(email));
        }
    }

    private static void firstName(
            Body body, boolean required, Map<String, List<String>> attributes, OperatorProblems problems) {
        String name = body.optionalString("first_name", ANY);
        if (name == null) {
            if (required && !body.has("first_name")) {
                problems.say(OperatorError.OPERATOR_FNAME_INVALID, "A valid first name is required");
            }
            return;
        }
        firstName(name, attributes, problems);
    }

    static void firstName(String name, Map<String, List<String>> attributes, OperatorProblems problems) {
        name(name, FIRST_NAME, OperatorError.OPERATOR_FNAME_INVALID, "A valid first name is required", problems);
        attributes.put(UserModel.FIRST_NAME, List.of(name));
    }

    static void lastName(String name, Map<String, List<String>> attributes, OperatorProblems problems) {
        name(name, LAST_NAME, OperatorError.OPERATOR_LNAME_INVALID, "A valid last name is required", problems);
        attributes.put(UserModel.LAST_NAME, values(name));
    }

    private static void name(
            String name, Pattern pattern, OperatorError error, String message, OperatorProblems problems) {
        if (name.length() > MAX_NAME) {
            problems.add(error, name);
        } else if (!pattern.matcher(name).matches()) {
            problems.say(error, message);
        }
    }

    private static void rest(Body body, Map<String, List<String>> attributes, OperatorProblems problems) {
        String lastName = body.optionalString("last_name", ANY);
        if (lastName != null) {
            lastName(lastName, attributes, problems);
        }
        Map<String, String> texts = new HashMap<>();
        OperatorData.read(body, problems, texts);
        texts.forEach((attribute, text) -> attributes.put(attribute, values(text)));
        networks(body, attributes, problems);
        Boolean lock = body.optionalBoolean("enable_session_ip_lock");
        if (lock != null) {
            sessionAddressLock(lock, attributes);
        }
    }

    static void sessionAddressLock(boolean lock, Map<String, List<String>> attributes) {
        attributes.put(OperatorAttributes.SESSION_ADDRESS_LOCK, lock ? values("true") : List.of());
    }

    private static List<String> values(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static void networks(Body body, Map<String, List<String>> attributes, OperatorProblems problems) {
        List<Body> items = body.optionalObjects("ipv4_list", MAX_NETWORKS);
        if (items != null) {
            networks(
                    items.stream().map(item -> item.optionalString("ipv4", ANY)).toList(), attributes, problems);
        }
    }

    static void networks(List<String> sent, Map<String, List<String>> attributes, OperatorProblems problems) {
        List<String> networks = new ArrayList<>();
        for (String network : sent) {
            if (network == null || Network.parse(network).isEmpty()) {
                String shown = OperatorError.shown(network == null ? "" : network);
                problems.say(
                        OperatorError.INVALID_IPV4_0001,
                        OperatorError.INVALID_IPV4_0001.text(shown),
                        new ConsoleHint(null, "pbxErrorNetwork", Map.of("network", shown)));
            } else if (!networks.contains(network)) {
                networks.add(network);
            }
        }
        attributes.put(OperatorAttributes.ALLOWED_ADDRESSES, networks);
    }

    private static List<String> roles(Body body, int max, OperatorProblems problems) {
        List<Body> items = body.optionalObjects("roles", max);
        return items == null
                ? null
                : roles(
                        items.stream()
                                .map(item -> item.optionalString("name", ANY))
                                .toList(),
                        problems);
    }

    static List<String> roles(List<String> names, OperatorProblems problems) {
        List<String> roles = new ArrayList<>();
        for (String name : names) {
            if (BaseRole.named(name).isEmpty()) {
                problems.say(
                        OperatorError.AUTH_ROLE_INVALID,
                        OperatorError.AUTH_ROLE_INVALID.text(name == null ? "" : name),
                        ConsoleHint.ofGone(ConsoleHint.ROLES));
            } else if (!roles.contains(name)) {
                roles.add(name);
            }
        }
        return roles;
    }

    private static List<CustomRoleInput> customRoles(Body body, String tenantId, OperatorProblems problems) {
        List<Body> items = body.optionalObjects("custom_roles", MAX_CUSTOM_ROLES);
        return items == null
                ? null
                : items.stream()
                        .map(item -> CustomRoleInput.read(item, tenantId, problems))
                        .toList();
    }

    /**
     * The new password of a body that says it twice.
     *
     * @param error the code of whatever is wrong with it
     */
    static String password(Body body, OperatorError error, OperatorProblems problems) {
        String password = body.requiredString("password", MAX_PASSWORD);
        String repeated = body.requiredString("repeatPassword", MAX_PASSWORD);
        if (password != null && repeated != null && !password.equals(repeated)) {
            problems.say(error, "password and repeatPassword differ");
        }
        return password;
    }
}
