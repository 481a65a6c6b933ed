/**
 * Publishing in one sheet: what changes, the examples, whether reps are notified of people who rise, a note. A roll-back publishes a
 * version again, so it is asked the same.
 */
import { Radio, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { BacktestRunView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { Foreign } from '../parts/others.tsx';
import { useAct } from '../parts/undo.tsx';
import { daysOf, movedTiers } from './backtest-sums.ts';
import { ChangeSheet } from './change-sheet.tsx';
import type { Preview } from './draft-source.ts';
import { PublishEnd } from './publish-end.tsx';
import { isMismatch, rulesApi, type Texts } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { lineChanges, unmetOf } from './take-actual.ts';
import { useDraft } from './use-draft.tsx';

interface Props {
  /** The version that is rolled back to; null where the draft is published. */
  to: number | null;
  onClose: () => void;
}

export function PublishSheet({ to, onClose }: Props) {
  const { live, saving, versions } = useDraft();
  const [notify, setNotify] = useState('no');
  // What is asked here is about what was live then: where somebody else publishes meanwhile, it is refused.
  const [replaced] = useState({ version: live?.version ?? null, number: versions[0]?.number });
  const { texts, preview, error } = usePublished(to, replaced.version);
  const run = useBacktestOf(preview?.version, replaced.version);
  const risen = run?.result ? movedTiers(run.result).risen : undefined;
  const unmet = unmetOf(preview?.examples ?? []).length;
  const why = whyNot(preview, unmet, to === null ? saving : 'saved');
  const act = usePublishing({ to, notifies: notify === 'yes', replaced, onClose });
  return (
    <ChangeSheet
      title={to === null ? 'Publish' : `Roll back to version ${to}`}
      name={to === null ? 'publish-sheet' : 'roll-back-sheet'}
      changes={error === null ? preview?.changes : null}
      isFirst={live === null}
      {...(to !== null && {
        after: `Every profile that this programme scores is scored by version ${to} again.`,
      })}
      onClose={onClose}
    >
      {preview?.warnings.map(({ message }) => (
        <Text key={message} data-testid="publish-warning">
          <b>Warning:</b> <Foreign text={message} />
        </Text>
      ))}
      <Examples texts={texts} preview={preview} unmet={unmet} what={to === null ? 'draft' : 'version'} />
      <Summary run={run} to={to} onLeave={onClose} />
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
        label={to === null ? 'Publish' : 'Roll back'}
        why={why}
        error={error ?? act.error}
        isPending={act.isPending}
        onPublish={act.mutate}
      />
    </ChangeSheet>
  );
}

/** What is published, and what it comes to: the draft, or an earlier version with the examples that it had. */
function usePublished(to: number | null, replaces: string | null) {
  const { id, source, texts, preview } = useDraft();
  const old = useQuery({
    queryKey: source.keyOf('text', to),
    queryFn: () => rulesApi.version(id, to ?? 0),
    enabled: to !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const given = old.data && { text: old.data.text, examples: old.data.examples };
  const looked = useQuery({
    queryKey: source.keyOf('preview', given?.text, given?.examples, replaces),
    queryFn: () => source.preview(given ?? texts),
    enabled: given !== undefined,
    staleTime: 60_000,
  });
  if (to === null) return { texts, preview, error: null };
  return { texts: given, preview: looked.data, error: old.error ?? looked.error };
}

interface Publishing extends Props {
  notifies: boolean;
  /** What was live when it was asked; null and undefined for nothing. */
  replaced: { version: string | null; number: number | undefined };
}

interface Outcome {
  /** Hash of what is live now. */
  version: string;
  /** Why the draft is still there; null where it is gone. */
  kept: Error | null;
}

/** The version that it replaces is one click away afterwards. */
function usePublishing({ to, notifies, replaced, onClose }: Publishing) {
  const { id, texts, discard, refresh } = useDraft();
  const navigate = useNavigate();
  const before = replaced.number;
  return useAct<string, Outcome>({
    name: to === null ? 'publish' : 'roll-back',
    run: async (note) => {
      const publication = { note, notify: notifies, replaces: replaced.version };
      if (to !== null) {
        const { version } = await rulesApi.rollBack(id, to, publication);
        return { version, kept: null };
      }
      const { version } = await rulesApi.publish(id, { ...texts, ...publication });
      // Published it is, whatever becomes of the draft. What somebody else wrote into it meanwhile stays a draft.
      const kept = await discard().then(
        () => null,
        (error: Error) => (isMismatch(error) ? null : error),
      );
      return { version, kept };
    },
    said: ({ kept }) =>
      kept !== null
        ? `Published: people are scored by it now. The draft is still there (${kept.message}): throw it away.`
        : to === null
          ? 'Published: people are scored by it now'
          : `Version ${to} is live again`,
    ...(before !== undefined && {
      // What somebody else has published since is not taken back.
      undo: async ({ version }) => {
        await rulesApi.rollBack(id, before, { replaces: version });
        await refresh();
      },
    }),
    onDone: () => {
      void refresh();
      onClose();
      if (to === null) void navigate({ to: '/programmes/$id', params: { id } });
    },
  });
}

/** The latest backtest of a very text, by its hash, where it compares with what is replaced; undefined where there is none. */
function useBacktestOf(version: string | undefined, replaces: string | null): BacktestRunView | undefined {
  const { id } = useDraft();
  const { data: runs } = useQuery({
    queryKey: rulesKey(id, 'backtests'),
    queryFn: () => rulesApi.backtests(id),
  });
  const summary = runs?.find(({ draft, status }) => draft === version && status === 'done');
  const { data: run } = useQuery({
    queryKey: rulesKey(id, 'backtest', summary?.id),
    queryFn: () => rulesApi.backtest(summary?.id ?? ''),
    enabled: summary !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (run?.result?.before?.version ?? null) === replaces ? run : undefined;
}

interface SummaryProps {
  run: BacktestRunView | undefined;
  to: number | null;
  /** The sheet would lie over the page that is gone to. */
  onLeave: () => void;
}

/** What the backtest of this very change has found; where a draft has none, the way to one. */
function Summary({ run, to, onLeave }: SummaryProps) {
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
          This change was not backtested.{' '}
          {to === null && (
            <Link to="/programmes/$id/backtest" params={{ id }} onClick={onLeave}>
              See first what it would have done
            </Link>
          )}
        </Text>
      )}
    </section>
  );
}

interface ExamplesProps {
  texts: Texts | undefined;
  preview: Preview | undefined;
  unmet: number;
  what: 'draft' | 'version';
}

function Examples({ texts, preview, unmet, what }: ExamplesProps) {
  const { live } = useDraft();
  const { gone, come } = lineChanges(live?.examples ?? '', texts?.examples ?? '');
  const count = preview?.examples.length ?? 0;
  return (
    <section aria-label="Examples">
      <Title order={3} size="h5">
        Examples
      </Title>
      <Text data-testid="publish-examples">
        {preview === undefined
          ? 'They are being run.'
          : count === 0
            ? 'It has none. Nothing says what must stay as it is.'
            : `${count - unmet} of ${count} are met.`}
      </Text>
      {live !== null && texts !== undefined && gone.length + come.length > 0 && (
        <Text data-testid="publish-examples-changed">
          This {what} changes what they say: {counted(gone.length, 'line')} went, {come.length} came.
        </Text>
      )}
    </section>
  );
}

/** Why it cannot be published now, and what to do; null where it can. */
function whyNot(preview: Preview | undefined, unmet: number, saving: string): string | null {
  if (preview === undefined) return 'The text is being checked.';
  if (preview.errors.length > 0) return 'The text has faults. Correct them first.';
  if (unmet > 0)
    return `${unmet} ${unmet === 1 ? 'example is' : 'examples are'} not met. Correct the rules, or the examples where they say what you no longer want.`;
  if (saving !== 'saved') return 'The draft is not saved yet.';
  return null;
}
