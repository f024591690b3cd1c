import { useCallback, useState } from "react";
import { path, unlessGone } from "../api";
import { useShell } from "../shell";
import { DataTable, type ListQuery } from "../ui/data-table";
import { PageBody, PageHead } from "../ui/page";
import { moments } from "./moment";

interface BlockedAddress {
  address: string;
  failures: number;
  blockedUntil: string;
}

export function AddressLocksPage() {
  const { api, realm, can, t, alert, fail } = useShell();
  const [refresh, setRefresh] = useState(0);
  const load = useCallback(
    (query: ListQuery, signal: AbortSignal) =>
      api.page<BlockedAddress>(path`${realm}/blocked-addresses`, { ...query }, signal),
    [api, realm],
  );
  const written = moments(t.locale);

  const unlock = async ({ address }: BlockedAddress) => {
    try {
      await api.delete(path`${realm}/blocked-addresses/${address}`).catch(unlessGone);
      alert(t("pbxAddressUnlocked", { address }));
    } catch (error) {
      fail(t("pbxAddressNotUnlocked", { address }), error);
    }
    setRefresh((n) => n + 1);
  };

  return (
    <>
      <PageHead title={t("pbxAddressLocks")} text={t("pbxAddressLocksText")} divider={false} />
      <PageBody isList>
        <DataTable<BlockedAddress>
          label={t("pbxAddressLocks")}
          load={load}
          refresh={refresh}
          searchLabel={t("pbxSearchAddresses")}
          rowKey={({ address }) => address}
          rowLabel={({ address }) => address}
          columns={[
            { title: t("pbxAddress"), width: 40, cell: ({ address }) => <strong>{address}</strong> },
            { title: t("pbxFailures"), width: 20, cell: ({ failures }) => failures },
            { title: t("pbxBlockedUntil"), cell: ({ blockedUntil }) => written(blockedUntil) },
          ]}
          {...(can.addressLocks === "manage"
            ? { actions: (row: BlockedAddress) => [{ title: t("pbxUnlock"), onClick: () => void unlock(row) }] }
            : {})}
          empty={{ title: t("pbxNoAddressLocks"), text: t("pbxNoAddressLocksText") }}
        />
      </PageBody>
    </>
  );
}
