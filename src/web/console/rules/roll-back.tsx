/** The way back to a version of a programme: it is asked what every publication is asked. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { PublishSheet } from './publish-sheet.tsx';

/** The button, and the sheet that it opens. */
export function RollBack({ to, words = `Roll back to version ${to}` }: { to: number; words?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} data-testid="roll-back">
        {words}…
      </Button>
      {isOpen && <PublishSheet to={to} onClose={() => setOpen(false)} />}
    </>
  );
}
