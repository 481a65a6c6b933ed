/** Backtests of a programme: what the draft would have done, how far one is, and those of before. Each has an address. */
import { Alert, Button, CopyButton, Group, Select, Skeleton, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { BacktestRunView, BacktestSummary } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { Actor } from '../team/actor.tsx';
import { BacktestReport } from './backtest-report.tsx';
import { rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { lookEveryMs, RunProgress } from './run-progress.tsx';
import { useDraft } from './use-draft.tsx';
import { daysInWords } from './whole-days.ts';

const periods = [
  { value: '7d', label: 'The last 7 days' },
  { value: '30d', label: 'The last 30 days' },
  { value: '90d', label: 'The last 90 days' },
  { value: '365d', label: 'The last year' },
];

export function BacktestPart() {
  const { id, isEditing, texts, mayChange, preview } = useDraft();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { run: shown } = useSearch({ strict: false }) as TableSearch;
  const [since, setSince] = useState('30d');
  const runs = useQuery({ queryKey: rulesKey(id, 'backtests'), queryFn: () => rulesApi.backtests(id) });
  const start = useMutation({
    mutationFn: () => rulesApi.startBacktest(id, texts.text, since),
    onSuccess: (run) => {
      void queries.invalidateQueries({ queryKey: rulesKey(id, 'backtests') });
      void navigate({ to: '/programmes/$id/backtest', params: { id }, search: { run: run.id } });
    },
  });
  const isFaulty = preview?.errors.some((error) => error.in === 'text') ?? false;
  const latest = shown ?? runs.data?.[0]?.id;
  return (
    <>
      {mayChange && (
        <Group align="end" gap="sm" mb="md">
          <Select
            label="Replay"
            data={periods}
            value={since}
            onChange={(value) => setSince(value ?? '30d')}
            allowDeselect={false}
            w={180}
          />
          <Button
            onClick={() => start.mutate()}
            loading={start.isPending}
            disabled={isFaulty}
            data-testid="backtest-start"
          >
            {isEditing ? 'Backtest the draft' : 'Backtest what is live'}
          </Button>
          <Text className="quiet" size="sm" maw={420}>
            {isFaulty
              ? 'The draft has errors. Correct them first.'
              : `Everything that people did is scored again, by what is live and by the draft. Nobody is notified. ${daysInWords}`}
          </Text>
        </Group>
      )}
      <Refusal error={start.error ?? runs.error} />
      {latest !== undefined && <Run key={latest} run={latest} />}
      {runs.data?.length === 0 && (
        <Text className="quiet" data-testid="no-backtests">
          There is no backtest yet.
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
    queryKey: rulesKey(id, 'backtest', run),
    queryFn: async () => {
      const found = await rulesApi.backtest(run);
      if (found.status !== 'running') void queries.invalidateQueries({ queryKey: rulesKey(id, 'backtests') });
      return found;
    },
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? lookEveryMs : false),
    staleTime: ({ state }) => (state.data?.status === 'running' ? 0 : Number.POSITIVE_INFINITY),
  });
  const cancel = useMutation({
    mutationFn: () => rulesApi.cancelBacktest(run),
    onSuccess: (ended) => queries.setQueryData(rulesKey(id, 'backtest', run), ended),
  });
  // One look that failed does not take away what was seen.
  if (data === undefined) return error === null ? <Skeleton height={200} /> : <Refusal error={error} />;
  return (
    <section aria-label="Backtest" data-testid="backtest" data-status={data.status}>
      <RunHead run={data} />
      {data.status === 'running' && (
        <RunProgress
          name="backtest"
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
      {data.result && <BacktestReport result={data.result} />}
    </section>
  );
}

function RunHead({ run }: { run: BacktestRunView }) {
  const { versions, isEditing, draftVersion } = useDraft();
  const active = versions.find(({ version }) => version === run.active);
  const published = versions.find(({ version }) => version === run.draft);
  const isOther = isEditing && draftVersion !== undefined && draftVersion !== run.draft;
  return (
    <Group justify="space-between" mb="sm" gap="xs">
      <Text>
        {published === undefined ? 'A draft' : `Version ${published.number}`} against{' '}
        {active === undefined ? 'nothing: no version was live' : `version ${active.number}`}, by{' '}
        <Actor by={run.author} />, {dateInWords(run.startedAt)}
        {isOther && <b> · the draft has changed since</b>}
      </Text>
      <CopyButton value={`${location.origin}/programmes/${run.programme}/backtest?run=${run.id}`}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} data-testid="backtest-link">
            {copied ? 'Copied' : 'Copy the link'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

function Earlier({ runs, shown }: { runs: readonly BacktestSummary[]; shown: string | undefined }) {
  const { id, versions } = useDraft();
  return (
    <section aria-label="Backtests so far">
      <Title order={2} size="h5" mt="lg" mb="xs">
        Backtests so far
      </Title>
      <ul className="runs">
        {runs.map((run) => {
          const version = versions.find((one) => one.version === run.draft);
          return (
            <li key={run.id} data-testid="backtest-row">
              <Link
                to="/programmes/$id/backtest"
                params={{ id }}
                search={{ run: run.id }}
                aria-current={run.id === shown ? 'true' : undefined}
              >
                {dateInWords(run.startedAt)}
              </Link>{' '}
              <span>{version === undefined ? 'a draft' : `version ${version.number}`}</span>{' '}
              <span className="quiet">
                by <Actor by={run.author} />
              </span>{' '}
              <span className="number">
                {run.status === 'done'
                  ? `leads ${run.leadsBefore === null ? '' : `${run.leadsBefore} → `}${run.leadsAfter}`
                  : run.status}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
