package io.keycloakpbx.securitydata.service;

import io.keycloakpbx.http.Body;
import io.keycloakpbx.securitydata.UserAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.UserModel;

/**
 * What a request says of a user. Members that are left out say nothing; empty texts take away what there is. Violations are
 * noted in the request.
 */
final class UserInput {

    /** The longest names, and descriptions, as the user profile has them. */
    static final int MAX_LENGTH = 255;

    /** The most items of a list. */
    static final int MAX_ITEMS = 500;

    /** The number of the user type {@code Webservice User}. */
    static final int WEBSERVICE = 1;

    /** The number of the user type {@code Application User}. */
    private static final int APPLICATION = 2;

    /** The members that are attributes, by the attributes' names. */
    private static final Map<String, String> MEMBERS = Map.of(
            UserModel.USERNAME, "UserName",
            UserModel.FIRST_NAME, "FirstName",
            UserModel.LAST_NAME, "LastName",
            UserModel.EMAIL, "Email",
            UserAttributes.DESCRIPTION, "Description",
            UserAttributes.ACTIVATION_DATE, "ActivationDate",
            UserAttributes.EXPIRATION_DATE, "ExpirationDate");

    private final Body body;
    private final Map<String, List<String>> attributes = new LinkedHashMap<>();
    private final Boolean disabled;
    private final Boolean mustChangePassword;
    private final String password;
    private final List<RoleItem> roles;
    private final List<EnvironmentItem> environments;
    private final List<IdentityItem> identities;
    private final List<AnswerItem> answers;

    /**
     * A role in an environment.
     *
     * @param environmentId 0 for all
     */
    record RoleItem(int environmentId, int roleId, boolean remove) {}

    /** An environment that the user is in. */
    record EnvironmentItem(int environmentId, boolean remove) {}

    /** The user at an identity provider; where it is removed, the rest is not looked at. */
    record IdentityItem(int providerId, String identity, String name, boolean remove) {}

    /** The answer to a security question. */
    record AnswerItem(int questionId, String answer, boolean remove) {

        @Override
        public String toString() {
            return "AnswerItem[" + questionId + "]";
        }
    }

    private UserInput(Body body, boolean creating) {
        this.body = body;
        MEMBERS.forEach((attribute, member) -> {
            if (!attribute.equals(UserAttributes.ACTIVATION_DATE)
                    && !attribute.equals(UserAttributes.EXPIRATION_DATE)
                    && !attribute.equals(UserModel.USERNAME)) {
                text(member, attribute);
            }
        });
        if (body.has("UserName")) {
            String name = body.requiredString("UserName", MAX_LENGTH);
            if (name != null) {
                attributes.put(UserModel.USERNAME, List.of(name));
            }
        }
        date("ActivationDate", UserAttributes.ACTIVATION_DATE);
        date("ExpirationDate", UserAttributes.EXPIRATION_DATE);
        flag("CanChangePassword", UserAttributes.CAN_CHANGE_PASSWORD, false);
        flag("PasswordDoesNotExpire", UserAttributes.PASSWORD_DOES_NOT_EXPIRE, true);
        flag("BypassIPAllowList", UserAttributes.BYPASS_IP_ALLOW_LIST, true);
        Long type = body.optionalInteger("UserTypeID", WEBSERVICE, APPLICATION);
        if (type != null) {
            attributes.put(
                    UserAttributes.USER_TYPE, type == WEBSERVICE ? List.of(UserAttributes.WEBSERVICE) : List.of());
        }
        disabled = body.optionalBoolean("IsDisabled");
        mustChangePassword = body.optionalBoolean("MustChangePasswordAtLogOn");
        password = body.has("Password") ? body.requiredString("Password", MAX_LENGTH) : null;
        roles = items(
                "UserRoles",
                item -> new RoleItem(optionalId(item, "EnvironmentID"), id(item, "RoleID"), Members.remove(item)));
        environments =
                items("UserEnvironments", item -> new EnvironmentItem(id(item, "EnvironmentID"), Members.remove(item)));
        identities = items("UserIdentities", item -> {
            boolean remove = Members.remove(item);
            return new IdentityItem(
                    id(item, "AuthorizationProviderID"),
                    remove ? null : item.requiredString("Identity", MAX_LENGTH),
                    item.optionalString("Name", MAX_LENGTH),
                    remove);
        });
        answers = items("SecurityQuestions", item -> {
            boolean remove = Members.remove(item);
            return new AnswerItem(
                    id(item, "SecurityQuestionID"), remove ? null : item.requiredString("Answer", MAX_LENGTH), remove);
        });
        if (creating && !body.has("UserName") && !body.has("Email")) {
            // Where addresses are names, the address is enough.
            body.requiredString("UserName", MAX_LENGTH);
        }
    }

    /** Reads a request for a new user. */
    static UserInput ofNew(Body body) {
        return new UserInput(body, true);
    }

    /** Reads a request for a change. */
    static UserInput ofChange(Body body) {
        return new UserInput(body, false);
    }

    private void text(String member, String attribute) {
        String text = body.optionalString(member, MAX_LENGTH);
        if (text != null) {
            attributes.put(attribute, text.isBlank() ? List.of() : List.of(text));
        }
    }

    private void date(String member, String attribute) {
        if (body.has(member) && "".equals(body.optionalScalar(member, MAX_LENGTH))) {
            attributes.put(attribute, List.of());
            return;
        }
        Instant moment = Moments.optional(body, member);
        if (moment != null) {
            attributes.put(attribute, List.of(Moments.iso(moment)));
        }
    }

    /** A flag whose attribute is there only where it says something else than what is usual. */
    private void flag(String member, String attribute, boolean said) {
        Boolean value = body.optionalBoolean(member);
        if (value != null) {
            attributes.put(attribute, value == said ? List.of(value.toString()) : List.of());
        }
    }

    private interface Reading<T> {

        T of(Body item);
    }

    private <T> List<T> items(String member, Reading<T> reading) {
        List<Body> items = body.optionalObjects(member, MAX_ITEMS);
        if (items == null) {
            return List.of();
        }
        List<T> read = new ArrayList<>(items.size());
        items.forEach(item -> read.add(reading.of(item)));
        return read;
    }

    private static int id(Body item, String member) {
        return (int) item.requiredInteger(member, 1, Integer.MAX_VALUE);
    }

    private static int optionalId(Body item, String member) {
        Long id = item.optionalInteger(member, 0, Integer.MAX_VALUE);
        return id == null ? 0 : id.intValue();
    }

    /** The member that an attribute of the user profile comes from, or the attribute where it is none of the contract's. */
    static String memberOf(String attribute) {
        return MEMBERS.getOrDefault(attribute, attribute);
    }

    /** The attributes to set, by name, as the user profile has them; without a value those to take away. */
    Map<String, List<String>> attributes() {
        return attributes;
    }

    /** Whether the user may not sign in; null where nothing is said. */
    Boolean disabled() {
        return disabled;
    }

    /** Whether the user chooses a new password at the next sign-in; null where nothing is said. */
    Boolean mustChangePassword() {
        return mustChangePassword;
    }

    /** The new password; null for none. */
    String password() {
        return password;
    }

    List<RoleItem> roles() {
        return roles;
    }

    List<EnvironmentItem> environments() {
        return environments;
    }

    List<IdentityItem> identities() {
        return identities;
    }

    List<AnswerItem> answers() {
        return answers;
    }

    /** Whether anything is said that the account itself has. */
    boolean changesAccount() {
        return !attributes.isEmpty() || disabled != null || mustChangePassword != null;
    }
}
