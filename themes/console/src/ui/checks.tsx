import { Alert, Checkbox, FormGroup } from "@patternfly/react-core";

export interface Option {
  value: string;
  label: string;
  description?: string;
  isDisabled?: boolean;
}

export interface ChecksFieldProps {
  id: string;
  label: string;
  options: readonly Option[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string;
  /** What stands there where there is nothing to choose from. */
  empty?: string;
  isDisabled?: boolean;
}

/** Any number of some choices. */
export function ChecksField({ id, label, options, value, onChange, error, empty, isDisabled = false }: ChecksFieldProps) {
  return (
    <FormGroup role="group" label={label} fieldId={id} isStack>
      {/* What is wrong is told here, where the focus goes then. */}
      <div id={id} data-testid={id} tabIndex={-1}>
        {error && <Alert variant="danger" isInline isPlain component="p" title={error} data-testid={`${id}-error`} />}
        {options.length === 0 && empty}
        {options.map((option) => (
          <Checkbox
            key={option.value}
            id={`${id}-${option.value}`}
            name={option.value}
            label={option.label}
            {...(option.description ? { description: option.description } : {})}
            isDisabled={isDisabled || (option.isDisabled ?? false)}
            isChecked={value.includes(option.value)}
            onChange={(_, isChecked) =>
              onChange(isChecked ? [...value, option.value] : value.filter((other) => other !== option.value))
            }
          />
        ))}
      </div>
    </FormGroup>
  );
}
