/** The way back to a version of a programme: what changes and who is scored by it, asked first. */
import { Button, Modal, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../parts/undo.tsx';
import { ChangeList } from './preview-panel.tsx';
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
    <Modal
      opened
      onClose={onClose}
      title={`Roll back to version ${to}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="roll-back-sheet"
    >
      <Stack>
        <section aria-label="What changes">
          <Title order={3} size="h5">
            What changes
          </Title>
          {changes === undefined && error === null && <Skeleton height={40} />}
          {changes && <ChangeList changes={changes.length === 0 ? ['Nothing but comments.'] : changes} />}
          <Text size="sm">Every profile that this programme scores is scored by version {to} again.</Text>
        </section>
        <PublishEnd
          label="Roll back"
          why={null}
          error={error ?? act.error}
          isPending={act.isPending}
          onPublish={act.mutate}
        />
      </Stack>
    </Modal>
  );
}
