import { FormSelect, FormSelectOption, ToolbarItem } from "@patternfly/react-core";

interface FilterProps {
  id: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

/** Narrows a list down to what has one of some values. */
export function Filter({ id, label, value, options, onChange }: FilterProps) {
  return (
    <ToolbarItem>
      {/* As wide as its words, which would otherwise reach into the arrow. */}
      <FormSelect
        data-testid={id}
        aria-label={label}
        style={{ paddingInlineEnd: "2.5rem" }}
        value={value}
        onChange={(_, next) => onChange(next)}
      >
        {options.map(([option, title]) => (
          <FormSelectOption key={option} value={option} label={title} />
        ))}
      </FormSelect>
    </ToolbarItem>
  );
}
