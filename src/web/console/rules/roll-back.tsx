/** The way back to a version of a programme: what changes and who is scored by it, asked first. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../parts/undo.tsx';
import { ChangeSheet } from './change-sheet.tsx';
import { PublishEnd } from './publish-end.tsx';
import { rulesApi } from './rules-api.ts';
import { useDraft } from './use-draft.tsx';

/** The button, and the question that it opens. */
export function RollBack({ to, words = `Roll back to version ${to}` }: { to: number; words?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} data-testid="roll-back">
        {words}…
      </Button>
      {isOpen && <RollBackSheet to={to} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The version that it takes back is one click away afterwards. */
function RollBackSheet({ to, onClose }: { to: number; onClose: () => void }) {
  const { id, source, versions, refresh } = useDraft();
  const latest = versions[0]?.number ?? to;
  const { data: changes, error } = useQuery({
    queryKey: source.keyOf('changes back', latest, to),
    queryFn: () => source.changes(latest, to),
  });
  const act = useAct<string, unknown>({
    name: 'roll-back',
    run: (note) => rulesApi.rollBack(id, to, note),
    said: () => `Version ${to} is live again`,
    undo: async () => {
      await rulesApi.rollBack(id, latest);
      await refresh();
    },
    onDone: () => {
      void refresh();
      onClose();
    },
  });
  return (
    <ChangeSheet
      title={`Roll back to version ${to}`}
      name="roll-back-sheet"
      changes={error === null ? changes : null}
      after={`Every profile that this programme scores is scored by version ${to} again.`}
      onClose={onClose}
    >
      <PublishEnd
        label="Roll back"
        why={null}
        error={error ?? act.error}
        isPending={act.isPending}
        onPublish={act.mutate}
      />
    </ChangeSheet>
  );
}
