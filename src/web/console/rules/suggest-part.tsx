/** Points learnt from leads: what outcomes say each rule is worth, how far a run is, and those of before. Each has an address. */
import { Alert, Button, Group, Select, Skeleton, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { SuggestionResult, SuggestionRunView, SuggestionSummary } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { useAct } from '../parts/undo.tsx';
import { Actor } from '../team/actor.tsx';
import { rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { lookEveryMs, RunProgress } from './run-progress.tsx';
import { SuggestionReport } from './suggestion-report.tsx';
import { useDraft } from './use-draft.tsx';

const periods = [
  { value: '90d', label: 'The last 90 days' },
  { value: '180d', label: 'The last half year' },
  { value: '365d', label: 'The last year' },
  { value: '730d', label: 'The last two years' },
];

export function SuggestPart() {
  const { id, texts, mayChange, preview } = useDraft();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { run: shown } = useSearch({ strict: false }) as TableSearch;
  const [since, setSince] = useState('365d');
  const runs = useQuery({
    queryKey: rulesKey(id, 'suggestions'),
    queryFn: () => rulesApi.suggestions(id),
  });
  const start = useMutation({
    mutationFn: () => rulesApi.startSuggestion(id, texts.text, since),
    onSuccess: (run) => {
      void queries.invalidateQueries({ queryKey: rulesKey(id, 'suggestions') });
      void navigate({ to: '/programmes/$id/suggest', params: { id }, search: { run: run.id } });
    },
  });
  const isFaulty = preview?.errors.some((error) => error.in === 'text') ?? false;
  const latest = shown ?? runs.data?.[0]?.id;
  return (
    <>
      {mayChange && (
        <Group align="end" gap="sm" mb="md">
          <Select
            label="Leads of"
            data={periods}
            value={since}
            onChange={(value) => setSince(value ?? '365d')}
            allowDeselect={false}
            w={190}
          />
          <Button
            onClick={() => start.mutate()}
            loading={start.isPending}
            disabled={isFaulty}
            data-testid="suggest-start"
          >
            Learn what each rule is worth
          </Button>
          <Text className="quiet" size="sm" maw={460}>
            {isFaulty
              ? 'The draft has errors. Correct them first.'
              : 'From leads that were won, lost or rated junk, by what the rules knew when each was opened. It suggests a draft: nobody is scored by it before you publish it.'}
          </Text>
        </Group>
      )}
      <Refusal error={start.error ?? runs.error} />
      {latest !== undefined && <Run key={latest} run={latest} />}
      {runs.isPending && <Skeleton height={200} />}
      {runs.data?.length === 0 && latest === undefined && (
        <Text className="quiet" data-testid="no-suggestions">
          Nothing was learnt yet. It takes at least 100 leads that were won, lost or rated junk.
        </Text>
      )}
      {runs.data !== undefined && runs.data.length > 0 && <Earlier runs={runs.data} shown={latest} />}
    </>
  );
}

function Run({ run }: { run: string }) {
  const { id, mayChange } = useDraft();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: rulesKey(id, 'suggestion', run),
    queryFn: async () => {
      const found = await rulesApi.suggestion(run);
      if (found.status !== 'running')
        void queries.invalidateQueries({ queryKey: rulesKey(id, 'suggestions') });
      return found;
    },
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? lookEveryMs : false),
    staleTime: ({ state }) => (state.data?.status === 'running' ? 0 : Number.POSITIVE_INFINITY),
  });
  const cancel = useMutation({
    mutationFn: () => rulesApi.cancelSuggestion(run),
    onSuccess: (ended) => queries.setQueryData(rulesKey(id, 'suggestion', run), ended),
  });
  // One look that failed does not take away what was seen.
  if (data === undefined) return error === null ? <Skeleton height={200} /> : <Refusal error={error} />;
  return (
    <section aria-label="What was learnt" data-testid="suggestion" data-status={data.status}>
      {data.status === 'running' && (
        <RunProgress
          name="suggestion"
          progress={data.progress}
          onCancel={mayChange ? () => cancel.mutate() : null}
        />
      )}
      <Refusal error={cancel.error} />
      {data.status === 'cancelled' && <Alert color="gray">It was called off.</Alert>}
      {data.status === 'failed' && (
        <Alert color="red" role="alert">
          It failed: <Foreign text={data.error ?? ''} />
        </Alert>
      )}
      {data.result !== null && <Learnt run={data} result={data.result} />}
    </section>
  );
}

function Learnt({ run, result }: { run: SuggestionRunView; result: SuggestionResult }) {
  const { leads, refusal, learnt } = result;
  const { won, lost, junk, unread } = leads;
  return (
    <>
      <Text mb="sm">
        <span className="number">{won.toLocaleString()}</span> leads won,{' '}
        <span className="number">{lost.toLocaleString()}</span> lost,{' '}
        <span className="number">{junk.toLocaleString()}</span> junk, all opened since{' '}
        {dateInWords(run.since)}. Asked by <Actor by={run.author} />, {dateInWords(run.startedAt)}.
        {unread > 0 && ` The history has no events of ${unread.toLocaleString()} of them.`}
      </Text>
      {refusal !== null && (
        <Alert color="yellow" role="alert" title="Nothing can be learnt yet" data-testid="suggestion-refusal">
          {refusal.detail}
        </Alert>
      )}
      {learnt !== null && (
        <>
          <DraftActs run={run} draft={learnt.draft} changes={learnt.changes} />
          <SuggestionReport learnt={learnt} />
        </>
      )}
    </>
  );
}

/** Makes the suggested text the draft. Where there is one, its text is replaced, and can be had back. */
function DraftActs({ run, draft, changes }: { run: SuggestionRunView; draft: string; changes: number }) {
  const { id, texts, isEditing, mayChange, draftVersion, begin, write } = useDraft();
  const take = useAct({
    name: 'take-suggestion',
    run: async () => {
      const before = isEditing ? texts.text : null;
      if (before === null) await begin({ text: draft, examples: texts.examples });
      else write({ text: draft });
      return before;
    },
    said: () => 'The draft has the suggested points',
    isUndoable: (before) => before !== null,
    undo: async (before) => write({ text: before ?? texts.text }),
  });
  if (changes === 0)
    return (
      <Alert color="green" mb="md" data-testid="suggestion-none">
        Outcomes speak against no rule: today's points stay as they are.
      </Alert>
    );
  if (texts.text === draft)
    return (
      <Alert color="green" mb="md" data-testid="suggestion-taken">
        The text has these points.{' '}
        <Link to="/programmes/$id" params={{ id }}>
          Look at the rules
        </Link>
        {isEditing && (
          <>
            , then{' '}
            <Link to="/programmes/$id/backtest" params={{ id }}>
              backtest the draft
            </Link>{' '}
            and publish it
          </>
        )}
        .
      </Alert>
    );
  if (!mayChange) return null;
  const isOther = draftVersion !== undefined && draftVersion !== run.base;
  return (
    <Group mb="md" gap="sm">
      <Button onClick={() => take.mutate(undefined)} loading={take.isPending} data-testid="take-suggestion">
        {isEditing ? 'Put these points into the draft' : 'Make a draft of it'}
      </Button>
      <Text size="sm" className="quiet" maw={460}>
        {changes === 1 ? 'One rule gets' : `${changes} rules get`} other points. The draft is edited,
        backtested and published like any other.
        {isOther && <b> The text has changed since: its other changes would be replaced.</b>}
      </Text>
      <Refusal error={take.error} />
    </Group>
  );
}

function Earlier({ runs, shown }: { runs: readonly SuggestionSummary[]; shown: string | undefined }) {
  const { id } = useDraft();
  return (
    <section aria-label="So far">
      <Title order={2} size="h5" mt="lg" mb="xs">
        So far
      </Title>
      <ul className="runs">
        {runs.map((run) => (
          <li key={run.id} data-testid="suggestion-row">
            <Link
              to="/programmes/$id/suggest"
              params={{ id }}
              search={{ run: run.id }}
              aria-current={run.id === shown ? 'true' : undefined}
            >
              {dateInWords(run.startedAt)}
            </Link>{' '}
            <span className="quiet">
              by <Actor by={run.author} />
            </span>{' '}
            <span>{outcomeInWords(run)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function outcomeInWords({ status, changes, refusal }: SuggestionSummary): string {
  if (status !== 'done') return status;
  if (refusal !== null) return refusal;
  return changes === 1 ? 'one rule with other points' : `${changes ?? 0} rules with other points`;
}
