import { Alert, Button, Flex, FlexItem, PageSection } from "@patternfly/react-core";
import { useShell } from "../shell";

interface SaveBarProps {
  /** How much there is to save. */
  text: string;
  /** Says that nothing was saved, above what is wrong. */
  title: string;
  problems: readonly string[];
  isChanged: boolean;
  isBusy: boolean;
  onSave: () => void;
  onRevert: () => void;
}

/**
 * Saves what was changed in a long list: at the end of the page, and in sight while there is something above it. The buttons
 * keep the focus when there is nothing more to save. It goes beside a `PageBody`.
 */
export function SaveBar({ text, title, problems, isChanged, isBusy, onSave, onRevert }: SaveBarProps) {
  const { t } = useShell();
  const isIdle = !isChanged || isBusy;
  return (
    <PageSection variant="light" stickyOnBreakpoint={{ sm: "bottom" }}>
      {problems.length > 0 && (
        <Alert variant="danger" isInline component="h2" title={title} data-testid="problem" role="alert" className="pf-v5-u-mb-md">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Alert>
      )}
      <Flex>
        <FlexItem>
          <Button data-testid="save" isLoading={isBusy} isAriaDisabled={isIdle} onClick={onSave}>
            {t("save")}
          </Button>
        </FlexItem>
        <FlexItem>
          <Button
            variant="link"
            data-testid="revert"
            isAriaDisabled={isBusy || (!isChanged && problems.length === 0)}
            onClick={onRevert}
          >
            {t("revert")}
          </Button>
        </FlexItem>
        <FlexItem aria-live="polite" data-testid="unsaved">
          {text}
        </FlexItem>
      </Flex>
    </PageSection>
  );
}
