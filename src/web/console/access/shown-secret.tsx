/** The text of a key that was made or rotated just now. Of a secret one it is shown this once. */
import { Alert, Button, CopyButton, Group, Text } from '@mantine/core';
import type { IngestKeyView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';

export function ShownSecret({ view, onDone }: { view: IngestKeyView; onDone: () => void }) {
  const { key, kind, name } = view;
  if (key === null) return null;
  return (
    <Alert color="green" mb="md" role="status" title={<Foreign text={name} />} data-testid="shown-key">
      <Text size="sm">
        {kind === 'secret'
          ? 'Copy it now: it is stored as a hash, and shown this once.'
          : 'Put it into your page; everybody may read it.'}
      </Text>
      <pre className="secret" data-testid="key-text">
        {key}
      </pre>
      <Group mt="xs">
        <CopyButton value={key}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          Done
        </Button>
      </Group>
    </Alert>
  );
}
