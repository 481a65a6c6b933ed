/** Publishing in one sheet: what changes, the examples, whether reps are notified of people who rise, a note. */
import { Modal, Radio, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { BacktestRunView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { Foreign } from '../parts/others.tsx';
import { useAct } from '../parts/undo.tsx';
import { daysOf, movedTiers } from './backtest-sums.ts';
import { ChangeList } from './preview-panel.tsx';
import { PublishEnd } from './publish-end.tsx';
import { isMismatch, rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { lineChanges } from './take-actual.ts';
import { useDraft } from './use-draft.tsx';

export function PublishSheet({ onClose }: { onClose: () => void }) {
  const { id, live, versions, texts, preview, saving, discard, refresh } = useDraft();
  const navigate = useNavigate();
  const [notify, setNotify] = useState('no');
  const run = useBacktestOfDraft();
  const risen = run?.result ? movedTiers(run.result).risen : undefined;
  const before = versions[0]?.number;
  const unmet = preview?.examples.filter(({ differences }) => differences.length > 0) ?? [];
  const why = whyNot(preview, unmet.length, saving);
  const act = useAct<string, Error | null>({
    name: 'publish',
    run: async (note) => {
      const publication = { ...texts, note, notify: notify === 'yes' };
      await rulesApi.publish(id, { ...publication, replaces: live?.version ?? null });
      // Published it is, whatever becomes of the draft. What somebody else wrote into it meanwhile stays a draft.
      return discard().then(
        () => null,
        (error: Error) => (isMismatch(error) ? null : error),
      );
    },
    said: (kept) =>
      kept === null
        ? 'Published: people are scored by it now'
        : `Published: people are scored by it now. The draft is still there (${kept.message}): throw it away.`,
    ...(before !== undefined && {
      undo: async () => {
        await rulesApi.rollBack(id, before);
        await refresh();
      },
    }),
    onDone: () => {
      void refresh();
      onClose();
      void navigate({ to: '/programmes/$id', params: { id } });
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title="Publish"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="publish-sheet"
    >
      <Stack>
        <Outcome unmet={unmet.length} />
        <Summary run={run} />
        <Radio.Group
          label={
            risen === undefined
              ? 'People who are on a higher tier by this change alone'
              : `${risen.toLocaleString()} ${risen === 1 ? 'person rises' : 'people rise'} by this change alone`
          }
          value={notify}
          onChange={setNotify}
        >
          <Stack gap={6} mt={6}>
            <Radio value="no" label="Notify nobody now. Each is announced with the next thing they do." />
            <Radio
              value="yes"
              label="Notify their reps at once: leads and tasks are opened."
              data-testid="notify-yes"
            />
          </Stack>
        </Radio.Group>
        <PublishEnd
          label="Publish"
          why={why}
          error={act.error}
          isPending={act.isPending}
          onPublish={act.mutate}
        />
      </Stack>
    </Modal>
  );
}

/** The latest backtest of the very text that is shown; undefined where there is none. */
function useBacktestOfDraft(): BacktestRunView | undefined {
  const { id, draftVersion } = useDraft();
  const { data: runs } = useQuery({
    queryKey: rulesKey(id, 'backtests'),
    queryFn: () => rulesApi.backtests(id),
  });
  const summary = runs?.find(({ draft, status }) => draft === draftVersion && status === 'done');
  return useQuery({
    queryKey: rulesKey(id, 'backtest', summary?.id),
    queryFn: () => rulesApi.backtest(summary?.id ?? ''),
    enabled: summary !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}

/** What the backtest of this very text has found; where there is none, the way to one. */
function Summary({ run }: { run: BacktestRunView | undefined }) {
  const { id } = useDraft();
  const result = run?.result;
  return (
    <section aria-label="Backtest" data-testid="publish-backtest">
      <Title order={3} size="h5">
        Backtest
      </Title>
      {result ? (
        <Text>
          Leads {result.before !== null && `${result.before.leads} → `}
          {result.after.leads} in {Math.round(daysOf(result))} days; {movedTiers(result).risen} rise,{' '}
          {movedTiers(result).fallen} fall.
        </Text>
      ) : (
        <Text>
          This text was not backtested.{' '}
          <Link to="/programmes/$id/backtest" params={{ id }}>
            See first what it would have done
          </Link>
        </Text>
      )}
    </section>
  );
}

/** What changes in words, with the warnings, and the examples. */
function Outcome({ unmet }: { unmet: number }) {
  const { live, preview, texts } = useDraft();
  const changes = preview?.changes ?? [];
  const { gone, come } = lineChanges(live?.examples ?? '', texts.examples ?? '');
  return (
    <>
      <section aria-label="What changes">
        <Title order={3} size="h5">
          What changes
        </Title>
        {live === null ? (
          <Text>It was never live: everything is new.</Text>
        ) : changes.length === 0 ? (
          <Text>Nothing but comments.</Text>
        ) : (
          <ChangeList changes={changes} />
        )}
        {preview?.warnings.map(({ message }) => (
          <Text key={message} data-testid="publish-warning">
            <b>Warning:</b> <Foreign text={message} />
          </Text>
        ))}
      </section>
      <section aria-label="Examples">
        <Title order={3} size="h5">
          Examples
        </Title>
        <Text data-testid="publish-examples">
          {preview === undefined || preview.examples.length === 0
            ? 'It has none. Nothing says what must stay as it is.'
            : `${preview.examples.length - unmet} of ${preview.examples.length} are met.`}
        </Text>
        {live !== null && gone.length + come.length > 0 && (
          <Text data-testid="publish-examples-changed">
            This draft changes what they say: {counted(gone.length, 'line')} went, {come.length} came.
          </Text>
        )}
      </section>
    </>
  );
}

type Preview = ReturnType<typeof useDraft>['preview'];

/** Why it cannot be published now, and what to do; null where it can. */
function whyNot(preview: Preview, unmet: number, saving: string): string | null {
  if (preview === undefined) return 'The text is being checked.';
  if (preview.errors.length > 0) return 'The text has faults. Correct them first.';
  if (unmet > 0)
    return `${unmet} ${unmet === 1 ? 'example is' : 'examples are'} not met. Correct the rules, or the examples where they say what you no longer want.`;
  if (saving !== 'saved') return 'The draft is not saved yet.';
  return null;
}
