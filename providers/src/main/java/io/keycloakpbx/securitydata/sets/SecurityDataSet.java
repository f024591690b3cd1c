package io.keycloakpbx.securitydata.sets;

import io.keycloakpbx.securitydata.odata.EntitySet;
import io.keycloakpbx.securitydata.odata.EntityType;
import io.keycloakpbx.securitydata.odata.Source;
import java.util.function.Function;

/**
 * An entity set of the contract (5.2).
 *
 * @param type what its entities are like
 * @param right what a caller needs
 * @param listed whether it can be read as a whole, or by key only
 * @param source opens it for a request
 * @param <R> what an entity is read into
 */
public record SecurityDataSet<R>(
        EntityType<R> type, Right right, boolean listed, Function<SetContext, Source<R>> source) {

    /** The set as a request sees it. The caller has the right. */
    public EntitySet<R> open(SetContext context) {
        return new EntitySet<>(type, source.apply(context));
    }
}
