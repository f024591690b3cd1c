import { Alert } from "@patternfly/react-core";
import { useState } from "react";
import { ApiError } from "../api";
import { useShell } from "../shell";
import { FormDialog, TextField, useSubmit } from "../ui/form";
import { type Group, groupOf } from "./group";

interface WeightDialogProps {
  group: Group;
  onDone: (text: string) => void;
  /** The list is behind. */
  onStale: () => void;
  onClose: () => void;
}

/** A group that has the wanted weight already. */
interface Holder {
  id: string;
  name: string;
}

const WEIGHT = /^(0|[1-9][0-9]{0,8})$/;
const MAX = 999_999_999;

/**
 * Gives a group another weight. Where another group has it, the two can exchange theirs: no two groups come to weigh the
 * same here, for which of them counted would be hard to see.
 */
export function WeightDialog({ group, onDone, onStale, onClose }: WeightDialogProps) {
  const { api, realm, t, textOf } = useShell();
  const [typed, setTyped] = useState(String(group.weight));
  const [holder, setHolder] = useState<Holder | null>(null);
  const [isBehind, setBehind] = useState(false);
  const { errors, clear, refuse } = useSubmit("pbx-group", []);
  const weight = typed.trim();

  const save = async () => {
    if (!WEIGHT.test(weight)) {
      refuse("weight", t("pbxErrorWeight", { max: MAX }));
      return;
    }
    try {
      await api.put(`${groupOf(realm, group.id)}/weight`, {
        weight: Number(weight),
        expectedWeight: group.weight,
        ...(holder ? { exchangeWith: holder.id } : {}),
      });
    } catch (error) {
      const isTaken = error instanceof ApiError && error.key === "pbxErrorWeightTaken";
      setHolder(holderIn(error));
      if (isTaken) {
        refuse("weight", textOf(error));
        return;
      }
      if (error instanceof ApiError && (error.status === 404 || error.status === 409)) {
        // What is shown of this group is behind; the other one may be tried again.
        setBehind(error.field !== "exchangeWith");
        onStale();
      }
      throw error;
    }
    onDone(
      holder
        ? t("pbxWeightsExchanged", { group: group.name, other: holder.name })
        : t("pbxWeightChanged", { group: group.name, weight }),
    );
  };
  return (
    <FormDialog
      title={t("pbxWeightTitle", { group: group.name })}
      action={t(holder ? "pbxExchangeWeights" : "pbxChangeWeight")}
      danger={holder !== null}
      isDisabled={isBehind}
      onClose={onClose}
      onConfirm={save}
    >
      <TextField
        id="pbx-group-weight"
        label={t("pbxWeight")}
        help={t("pbxWeightHelp")}
        isRequired
        autoFocus
        maxLength={9}
        value={typed}
        {...(errors.weight ? { error: errors.weight } : {})}
        onChange={(value) => {
          clear("weight");
          setHolder(null);
          setTyped(value);
        }}
      />
      {holder && (
        <Alert variant="warning" isInline component="p" data-testid="exchange" title={t("pbxExchangeTitle")}>
          {t("pbxExchangeText", { group: group.name, weight, other: holder.name, now: String(group.weight) })}
        </Alert>
      )}
    </FormDialog>
  );
}

/** Who has the weight already, where that is why it was refused, and the two can be exchanged. */
function holderIn(error: unknown): Holder | null {
  if (error instanceof ApiError && error.key === "pbxErrorWeightTaken") {
    const { otherId, other } = error.params ?? {};
    return typeof otherId === "string" && typeof other === "string" ? { id: otherId, name: other } : null;
  }
  return null;
}
