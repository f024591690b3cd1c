import { useShell } from "../shell";
import { type Loading, useLoad } from "../ui/load";
import { ALL_ROLES, type BaseRole, type CustomRole, type Operator, rolesOf } from "./operator-data";
import type { Offer } from "./operator-fields";

const NOTHING: Offer = { base: [], custom: [] };

/** The roles that there are, with which of them may be given; to who may give none nothing is offered, nor asked for. */
export function useOffer(mayGive = true): Loading<Offer> {
  const { api, realm } = useShell();
  return useLoad(
    async (signal) => {
      if (!mayGive) {
        return NOTHING;
      }
      const [base, custom] = await Promise.all([
        api.get<BaseRole[]>(`${rolesOf(realm)}/base`, {}, signal),
        api.get<CustomRole[]>(rolesOf(realm), ALL_ROLES, signal),
      ]);
      return { base, custom };
    },
    [api, realm, mayGive],
  );
}

/** What an operator has, as an offer of which nothing can be chosen. */
export function heldBy({ roles, customRoles }: Operator): Offer {
  return {
    base: roles.map((name) => ({ name, grantable: false })),
    custom: customRoles.map((role) => ({ ...role, grantable: false })),
  };
}
