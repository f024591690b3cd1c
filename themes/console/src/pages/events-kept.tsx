import { Alert } from "@patternfly/react-core";
import { path } from "../api";
import { useShell } from "../shell";
import { useLoad } from "../ui/load";
import { ConsoleLink } from "../ui/page";

interface EventsConfig {
  eventsEnabled?: boolean;
}

/** Says so where the realm keeps no events: a list of them is empty then, whatever happens. */
export function EventsKept() {
  const { api, realm, t } = useShell();
  const { data } = useLoad((signal) => api.get<EventsConfig>(path`${realm}/events/config`, {}, signal), [api, realm]);
  return data && !data.eventsEnabled ? (
    <Alert
      variant="warning"
      isInline
      component="h2"
      title={t("pbxEventsOff", { realm })}
      data-testid="events-off"
      actionLinks={<ConsoleLink to={`/${encodeURIComponent(realm)}/realm-settings/events`}>{t("pbxEventsSettings")}</ConsoleLink>}
    >
      {t("pbxEventsOffText")}
    </Alert>
  ) : null;
}
