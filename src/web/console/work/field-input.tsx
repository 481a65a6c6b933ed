/** A field of a pipeline, as an input of its type. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { isolated } from '../../../base/text/text.ts';
import type { AttachedRecord } from '../api/api.ts';
import { FileElsewhere, FileInput } from './file-input.tsx';
import type { WantedField } from './wanted-fields.ts';

interface FieldProps {
  wanted: WantedField;
  /** The record whose files may be named; absent where many are changed at once. */
  record?: AttachedRecord;
  typed: string | boolean | undefined;
  change(value: string | boolean): void;
  /** Whether a form is not sent without it. */
  isRequired?: boolean;
  /** It has the focus as the dialog opens. */
  isFirst?: boolean;
}

const inputTypes: Partial<Record<WantedField['type'], string>> = {
  date: 'date',
  number: 'number',
  money: 'number',
};

export function FieldInput({
  wanted: { label, type, choices },
  record,
  typed,
  change,
  isRequired = true,
  isFirst = false,
}: FieldProps) {
  const focus = { 'data-autofocus': isFirst ? true : undefined };
  const name = isolated(label);
  if (type === 'tick')
    return (
      <Checkbox
        {...focus}
        label={name}
        required={isRequired}
        checked={typed === true}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    );
  if (type === 'attachment') {
    if (record === undefined) return <FileElsewhere label={name} />;
    const file = { record, label: name, typed: String(typed ?? ''), change, isRequired, isFirst };
    return <FileInput {...file} />;
  }
  const options = choices ?? (type === 'yes or no' ? ['yes', 'no'] : null);
  if (options !== null)
    return (
      <NativeSelect
        {...focus}
        label={name}
        required={isRequired}
        data={['', ...options]}
        value={String(typed ?? '')}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...focus}
      label={name}
      required={isRequired}
      type={inputTypes[type] ?? 'text'}
      step="any"
      value={String(typed ?? '')}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
