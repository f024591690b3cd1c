package io.keycloakpbx.securitydata.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keycloakpbx.http.InvalidBodyException;
import io.keycloakpbx.keycloak.AdminTexts;
import io.keycloakpbx.role.ModelGuard;
import io.keycloakpbx.securitydata.service.CommandRefusal.Reason;
import io.keycloakpbx.store.Database;
import io.keycloakpbx.store.DatabaseFailure;
import io.keycloakpbx.store.TooManyException;
import io.keycloakpbx.tenant.OperatorsFactException;
import io.keycloakpbx.tenant.TenantsBusyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.policy.PasswordPolicyNotMetException;
import org.keycloak.storage.ReadOnlyException;

/**
 * A run of a command. What refuses it is answered as messages, and nothing of it is kept; all that the database has to say is
 * said before there is an answer, so that who loses a race is told as others are.
 */
final class CommandRun {

    private static final Pattern ITEM = Pattern.compile("\\[(\\d{1,6})]");
    private static final String DUPLICATE = "There is another one already with the same name or key.";

    private final Command command;
    private final CommandCall call;

    CommandRun(Command command, CommandCall call) {
        this.command = command;
        this.call = call;
    }

    Outcome outcome() {
        try {
            ObjectNode result = command.run(call);
            Database.flush(call.session());
            requireUnguarded();
            return new Outcome(Response.Status.OK, call.warnings(), result);
        } catch (CommandRefusal e) {
            return refused(e.reason(), List.of(ServiceMessage.of(e)));
        } catch (InvalidBodyException e) {
            return refused(
                    Reason.INVALID, e.violations().stream().map(this::message).toList());
        } catch (ComponentValidationException | PasswordPolicyNotMetException | ModelDuplicateException e) {
            return ofModel(e);
        } catch (TenantsBusyException e) {
            // It may be done when it is asked for again.
            throw e;
        } catch (OperatorsFactException | TooManyException e) {
            return refused(Reason.NOT_ALLOWED, e.getMessage());
        } catch (ReadOnlyException e) {
            return refused(Reason.NOT_ALLOWED, "It is kept elsewhere, and can only be read here.");
        } catch (ModelException e) {
            if (DatabaseFailure.is(e)) {
                // Its words are for nobody.
                throw e;
            }
            return refused(Reason.INVALID, e.getMessage());
        } catch (WebApplicationException e) {
            return ofKeycloak(e);
        }
    }

    /** What guards of tenants would refuse at the end, when there is no message any more. */
    private void requireUnguarded() {
        ModelGuard.problem(call.session()).ifPresent(reason -> {
            throw CommandRefusal.of(Reason.NOT_ALLOWED, call.itemType(), call.itemId(), reason);
        });
    }

    private Outcome ofModel(RuntimeException e) {
        if (e instanceof ModelDuplicateException) {
            return refused(Reason.DUPLICATE, DUPLICATE);
        }
        Object[] parameters = e instanceof PasswordPolicyNotMetException policy
                ? policy.getParameters()
                : ((ComponentValidationException) e).getParameters();
        String text = AdminTexts.of(call.session(), call.realm(), Locale.ENGLISH.getLanguage())
                .text(e.getMessage(), parameters == null ? new Object[0] : parameters);
        return refused(Reason.INVALID, text);
    }

    /** Parts of Keycloak that were made for its own resources refuse in this way. */
    private Outcome ofKeycloak(WebApplicationException e) {
        return switch (e.getResponse().getStatus()) {
            case 403 -> refused(Reason.PERMISSION, "You do not have the permission to make this call.");
            case 404 -> refused(Reason.UNKNOWN_ID, e.getMessage());
            case 409 -> refused(Reason.DUPLICATE, DUPLICATE);
            case 400 -> refused(Reason.INVALID, e.getMessage());
            default -> throw e;
        };
    }

    private ServiceMessage message(InvalidBodyException.Violation violation) {
        Matcher item = ITEM.matcher(violation.member() == null ? "" : violation.member());
        int index = item.find() ? Integer.parseInt(item.group(1)) + 1 : 0;
        return ServiceMessage.error(Reason.INVALID, 0, index, call.itemType(), violation.message());
    }

    private Outcome refused(Reason reason, String text) {
        return refused(reason, List.of(ServiceMessage.error(reason, 0, 0, call.itemType(), text)));
    }

    private Outcome refused(Reason reason, List<ServiceMessage> messages) {
        call.session().getTransactionManager().setRollbackOnly();
        boolean removes = command.result().members().stream()
                .anyMatch(member -> member.name().equals(EntityShape.REMOVE_SUCCESSFUL));
        ObjectNode result =
                removes ? JsonNodeFactory.instance.objectNode().put(EntityShape.REMOVE_SUCCESSFUL, false) : null;
        return new Outcome(reason.status(), messages, result);
    }
}
