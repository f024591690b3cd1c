package io.keycloakpbx.usergroup;

import java.util.function.Predicate;
import org.keycloak.models.GroupModel;

/**
 * A new weight of a group, by somebody who knows which it has.
 *
 * @param weight what it is to weigh, from 0 to 999,999,999
 * @param expected what it weighs as far as the caller knows
 * @param exchangeWith the group that weighs so much as far as the caller knows, and gets the weight of this one; or null
 * @param isShown whether a group may be named to the caller; others may weigh as much, which would tell of them
 */
public record WeightChange(int weight, int expected, GroupModel exchangeWith, Predicate<GroupModel> isShown) {}
