/** The button that moves a record to another stage; the key `m` does the same. */
import { Button, Kbd } from '@mantine/core';
import { useState } from 'react';
import type { StagedRecord } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { lazyDialog } from '../parts/lazy-part.tsx';

const MoveDialog = lazyDialog(() => import('./move-dialog.tsx'), 'MoveDialog');

export function Moves({ record }: { record: StagedRecord }) {
  const [isOpen, setOpen] = useState(false);
  useKeys([{ keys: 'm', label: 'Move the record to another stage', run: () => setOpen(true) }]);
  return (
    <>
      <Button
        variant="default"
        rightSection={<Kbd size="xs">m</Kbd>}
        onClick={() => setOpen(true)}
        data-testid="move"
      >
        Move to…
      </Button>
      {isOpen && <MoveDialog record={record} onClose={() => setOpen(false)} />}
    </>
  );
}
