/** One rule as a form: every value that the file has of it, under its own words. */
import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { Foreign } from '../parts/others.tsx';
import { type RuleRow, type TextField, withValue } from './edit-rules.ts';
import { useDraft } from './use-draft.tsx';

export function RuleDialog({ rule, onClose }: { rule: RuleRow; onClose: () => void }) {
  const { preview } = useDraft();
  const faults = preview?.errors.filter((one) => one.in === 'text') ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <>
          Rule <Foreign text={rule.label} />
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="rule-dialog"
    >
      <Stack gap="sm">
        <Text size="sm" className="quiet">
          When <Foreign text={rule.words.when} />: <Foreign text={rule.words.points} /> points,{' '}
          <Foreign text={rule.words.pays} />.
        </Text>
        {rule.fields.map((field) => (
          <Field key={field.path.join(' ')} field={field} />
        ))}
        {faults.map(({ line, message }) => (
          <Text key={`${line} ${message}`} size="sm" className="at-fault" role="status">
            Line {line}: <Foreign text={message} />
          </Text>
        ))}
        <Group justify="end">
          <Button onClick={onClose} data-testid="rule-done">
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Field({ field: { path, label, value } }: { field: TextField }) {
  const { texts, write } = useDraft();
  const change = (next: string | number | boolean) => write({ text: withValue(texts.text, path, next) });
  const name = `field ${path.slice(2).join(' ')}`;
  if (typeof value === 'boolean')
    return (
      <Checkbox
        label={label}
        checked={value}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
        data-testid={name}
      />
    );
  if (typeof value === 'number')
    return (
      <NumberInput
        label={label}
        value={value}
        onChange={(next) => typeof next === 'number' && change(next)}
        data-testid={name}
      />
    );
  return (
    <TextInput
      label={label}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      data-testid={name}
    />
  );
}
