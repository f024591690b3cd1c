import { EmptyStateActions, EmptyStateFooter, Skeleton } from "@patternfly/react-core";
import { ApiError } from "../api";
import { useShell } from "../shell";
import { Message, PageBody, PbxLink } from "./page";

export interface PendingProps {
  /** Why it does not come; nothing while it may still come. */
  error: unknown;
  /** What is said where there is no such thing. */
  gone: string;
  /** What is said where it could not be loaded. */
  failed: string;
  /** The list that leads to it: path below `#/{realm}/pbx/` and name. */
  back?: readonly [path: string, name: string];
}

/** What stands in the place of a page about one thing until that is loaded, and where it cannot be. */
export function Pending({ error, gone, failed, back }: PendingProps) {
  const { t, textOf } = useShell();
  if (error === undefined) {
    return (
      <PageBody>
        <Skeleton screenreaderText={t("pbxLoading")} />
      </PageBody>
    );
  }
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <Message title={isGone ? gone : failed} text={isGone ? undefined : textOf(error)}>
      {back && (
        <EmptyStateFooter>
          <EmptyStateActions>
            <PbxLink to={back[0]}>{back[1]}</PbxLink>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </Message>
  );
}
