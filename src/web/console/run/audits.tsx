/** Audits: every live score held against the replay of its history; started here, watched, and read. */
import { Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuditRunView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { wholeOf } from './audit-found.ts';
import { runApi } from './run-api.ts';
import { RunHead } from './run-head.tsx';

const readEveryMs = 1_000;

const words: Readonly<Record<AuditRunView['status'], string>> = {
  running: 'runs',
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
};

export function Audits() {
  const queries = useQueryClient();
  const may = useMayChange()('/audits');
  const { data, error } = useQuery({
    queryKey: ['run', 'audits'],
    queryFn: runApi.audits,
    refetchInterval: ({ state }) => (state.data?.items[0]?.status === 'running' ? readEveryMs : false),
  });
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['run', 'audits'] });
  const start = useMutation({ mutationFn: runApi.startAudit, onSuccess });
  const cancel = useMutation({ mutationFn: runApi.cancelAudit, onSuccess });
  const [latest] = data?.items ?? [];
  return (
    <section className="panel" aria-label="Audits">
      <RunHead
        title="Audits"
        acts={
          may
            ? {
                start: {
                  label: 'Audit every profile',
                  testId: 'audit',
                  isPending: start.isPending,
                  run: start.mutate,
                },
                cancel: { isPending: cancel.isPending, run: () => latest && cancel.mutate(latest.id) },
                isRunning: latest?.status === 'running',
              }
            : null
        }
      />
      <Text className="quiet">
        Each live score is compared with a replay of its history. A background audit does the same all the
        time; here are those that somebody started on the process that answers.
      </Text>
      <Refusal error={error ?? start.error ?? cancel.error} />
      {data?.items.length === 0 && <Text className="quiet">None was started since the process did.</Text>}
      {data?.items.map((run) => (
        <Audit key={run.id} run={run} />
      ))}
    </section>
  );
}

function Audit({ run: { status, startedAt, progress, result, error } }: { run: AuditRunView }) {
  const found = wholeOf(result ?? progress);
  const { checked, mismatched, skipped, companies } = found;
  return (
    <section className="audit" data-testid="audit-run" data-status={status}>
      <Text>
        <b>{words[status]}</b>, started {dateInWords(startedAt)}: {checked.toLocaleString()} compared,{' '}
        <b className={mismatched > 0 ? 'is-bad' : 'is-good'}>{mismatched.toLocaleString()} differ</b>,{' '}
        {skipped.toLocaleString()} left out
      </Text>
      {companies.checked + companies.skipped > 0 && (
        <Text>
          Of companies: {companies.checked.toLocaleString()} scores compared,{' '}
          <b className={companies.mismatched > 0 ? 'is-bad' : 'is-good'}>
            {companies.mismatched.toLocaleString()} differ
          </b>
          , {companies.skipped.toLocaleString()} left out
        </Text>
      )}
      {error !== null && <Foreign text={error} />}
      <ul className="refused-of-many">
        {found.mismatches.map(({ profile, programme, live, replayed }) => (
          <li key={`${profile} ${programme}`} data-testid="mismatch">
            <ProfileLink id={profile} /> <Foreign text={programme} />: {live ?? 'no score'} live,{' '}
            {replayed ?? 'no score'} replayed
          </li>
        ))}
        {companies.mismatches.map(({ company, programme, profile, live, replayed }) => (
          <li key={`${company} ${programme} ${profile}`} data-testid="mismatch">
            <Link to={`/companies/${encodeURIComponent(company)}` as string}>A company</Link>{' '}
            <Foreign text={programme} />: {live} stored, its people make {replayed}
          </li>
        ))}
        {found.skippedFor.map(({ reason, profiles }) => (
          <li key={reason} className="quiet">
            {profiles.toLocaleString()} left out: <Foreign text={reason} />
          </li>
        ))}
        {companies.skippedFor.map(({ reason, companies }) => (
          <li key={`companies ${reason}`} className="quiet" data-testid="companies-left-out">
            {companies.toLocaleString()} of companies left out: <Foreign text={reason} />
          </li>
        ))}
        {companies.peopleSkippedFor.map(({ reason, people }) => (
          <li key={`people ${reason}`} className="quiet" data-testid="people-left-out">
            {counted(people, 'person', 'people')} of companies left out: <Foreign text={reason} />
          </li>
        ))}
      </ul>
    </section>
  );
}
