import { Dropdown, DropdownItem, DropdownList, MenuToggle } from "@patternfly/react-core";
import EllipsisVIcon from "@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon";
import { useState } from "react";

export interface Action {
  title: string;
  onClick: () => void;
  isDanger?: boolean;
  /** It only leads to another page. */
  isLink?: boolean;
}

/** The menu at the end of a row. Its label names the row, which PatternFly's own does not. */
export function RowActions({ label, items }: { label: string; items: readonly Action[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: "right" }}
      toggle={(ref) => (
        <MenuToggle ref={ref} variant="plain" aria-label={label} isExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <EllipsisVIcon />
        </MenuToggle>
      )}
    >
      <DropdownList>
        {items.map(({ title, onClick, isDanger = false }) => (
          <DropdownItem key={title} onClick={onClick} isDanger={isDanger}>
            {title}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
