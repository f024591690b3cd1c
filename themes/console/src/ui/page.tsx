import {
  Breadcrumb,
  BreadcrumbItem,
  Button,
  type ButtonProps,
  Divider,
  EmptyState,
  EmptyStateBody,
  EmptyStateHeader,
  Flex,
  FlexItem,
  PageSection,
  Text,
  TextContent,
} from "@patternfly/react-core";
import { type AnchorHTMLAttributes, type MouseEvent, type ReactNode, useEffect } from "react";
import { useShell } from "../shell";

export interface PageHeadProps {
  title: string;
  text?: ReactNode;
  /** Beside the title: a state, for example. */
  label?: ReactNode;
  /** At the end of the line. */
  actions?: ReactNode;
  /** The pages above: path below `#/{realm}/pbx/` and name. */
  trail?: readonly (readonly [path: string, name: string])[];
  divider?: boolean;
}

/** The head of a page as the console has it, and its title in the browser. Beside it goes a `PageBody`. */
export function PageHead({ title, text, label, actions, trail = [], divider = true }: PageHeadProps) {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} – PBX`;
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <>
      {trail.length > 0 && (
        <PageSection type="breadcrumb">
          <Breadcrumb>
            {trail.map(([path, name]) => (
              <BreadcrumbItem key={path}>
                <PbxLink to={path}>{name}</PbxLink>
              </BreadcrumbItem>
            ))}
            <BreadcrumbItem isActive>{title}</BreadcrumbItem>
          </Breadcrumb>
        </PageSection>
      )}
      <PageSection variant="light">
        <Flex>
          <FlexItem grow={{ default: "grow" }}>
            <Flex alignItems={{ default: "alignItemsCenter" }} spaceItems={{ default: "spaceItemsMd" }}>
              <FlexItem>
                <TextContent>
                  <Text component="h1" data-testid="view-header">
                    {title}
                  </Text>
                </TextContent>
              </FlexItem>
              {label && <FlexItem>{label}</FlexItem>}
            </Flex>
            {text && (
              <TextContent>
                <Text>{text}</Text>
              </TextContent>
            )}
          </FlexItem>
          {actions && <FlexItem>{actions}</FlexItem>}
        </Flex>
      </PageSection>
      {divider && <Divider />}
    </>
  );
}

/** The rest of a page. A list reaches the edges. */
export function PageBody({ isList = false, children }: { isList?: boolean; children: ReactNode }) {
  return (
    <PageSection variant="light" isFilled padding={{ default: isList ? "noPadding" : "padding" }}>
      {children}
    </PageSection>
  );
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href" | "onClick"> & { to: string };

/** A link to a page below `#/{realm}/pbx/`: a real address, followed without loading. */
export function PbxLink({ to, ...rest }: LinkProps) {
  const { href, go } = useShell();
  return <a {...rest} href={href(to)} onClick={follow(() => go(to))} />;
}

/** A link to any page of the console: `/{realm}/users/{id}/settings`, or the pages of another realm. */
export function ConsoleLink({ to, ...rest }: LinkProps) {
  const { goTo } = useShell();
  return <a {...rest} href={`#${to}`} onClick={follow(() => goTo(to))} />;
}

type ButtonLinkProps = Omit<ButtonProps, "component" | "href" | "onClick" | "ref"> & { to: string };

/** The same as a button: the way to where something is made. */
export function ConsoleButton({ to, ...rest }: ButtonLinkProps) {
  const { goTo } = useShell();
  return <Button {...rest} component="a" href={`#${to}`} onClick={follow(() => goTo(to))} />;
}

function follow(go: () => void) {
  return (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      go();
    }
  };
}

/** A page that has nothing but something to say. */
export function Message({ title, text, children }: { title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <PageSection variant="light" isFilled>
      <EmptyState>
        <EmptyStateHeader titleText={title} headingLevel="h1" />
        {text && <EmptyStateBody>{text}</EmptyStateBody>}
        {children}
      </EmptyState>
    </PageSection>
  );
}
