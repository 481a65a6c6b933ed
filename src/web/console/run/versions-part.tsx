/** Versions and audits: what is active since when, its author, how far the work after a change is, and whether scores are right. */
import { Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ProgrammeView, RestoreView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange, useMayRead } from '../session/session.tsx';
import { Actor } from '../team/actor.tsx';
import { Audits } from './audits.tsx';
import { Confirm, type Question } from './confirm.tsx';
import { Reevaluating, Restoring } from './progresses.tsx';
import { runApi } from './run-api.ts';
import { RunHead } from './run-head.tsx';
import { useHealth } from './use-health.ts';

export function VersionsPart() {
  const may = useMayRead();
  return (
    <>
      <Programmes />
      <Reevaluation />
      {may('/restores') && <Restores />}
      <Audits />
    </>
  );
}

function Programmes() {
  const { data, error, isPending } = useQuery({
    queryKey: ['run', 'programmes'],
    queryFn: runApi.programmes,
  });
  return (
    <section className="panel" aria-label="Active programmes">
      <h2>Active programmes</h2>
      <Refusal error={error} />
      {isPending && <Skeleton height={80} />}
      {data?.items.length === 0 && <Text className="quiet">No programme is active: nobody is scored.</Text>}
      <ul className="refused-of-many">
        {data?.items.map((programme) => (
          <Programme key={programme.id} programme={programme} />
        ))}
      </ul>
    </section>
  );
}

function Programme({ programme: { id, name, number, rules } }: { programme: ProgrammeView }) {
  const { data } = useQuery({
    queryKey: ['run', 'versions', id, number],
    queryFn: () => runApi.versions(id),
  });
  const [latest] = data ?? [];
  return (
    <li data-testid="active-programme">
      <Link to="/programmes/$id/versions" params={{ id }}>
        <Foreign text={name} />
      </Link>
      <div>
        {number === null ? 'version not recorded yet' : `version ${number}`}, {rules} rules
        {latest && (
          <>
            , active since {dateInWords(latest.activatedAt)},{' '}
            {latest.author === 'file' ? (
              'from a file'
            ) : (
              <>
                by <Actor by={latest.author} />
              </>
            )}
            {latest.note !== '' && (
              <>
                : <Foreign text={latest.note} />
              </>
            )}
          </>
        )}
      </div>
    </li>
  );
}

function Reevaluation() {
  const { data, error } = useHealth();
  const shown = data?.reevaluation;
  if (shown && shown.status !== 'done') return <Reevaluating shown={shown} />;
  return (
    <section className="panel" aria-label="Scores under the new rules">
      <h2>Scores under the active rules</h2>
      <Refusal error={error} />
      {shown === null && <Text className="quiet">Redis does not answer: it is not known.</Text>}
      {shown && (
        <Text data-testid="reevaluated">
          {shown.total === null
            ? 'Every profile has its score of the active rules.'
            : `All ${shown.total.toLocaleString()} profiles have their score of the active rules${
                shown.beganAt === null ? '' : `; it began ${dateInWords(shown.beganAt)}`
              }.`}
        </Text>
      )}
    </section>
  );
}

const restoreWords: Readonly<Record<RestoreView['status'], string>> = {
  running: 'runs',
  done: 'done',
  cancelled: 'cancelled',
  replaced: 'replaced by a later one',
};
const readEveryMs = 2_000;

function Restores() {
  const queries = useQueryClient();
  const may = useMayChange()('/restores');
  const [question, setQuestion] = useState<Question | null>(null);
  const { data, error } = useQuery({
    queryKey: ['run', 'restores'],
    queryFn: runApi.restores,
    refetchInterval: ({ state }) => (state.data?.items[0]?.status === 'running' ? readEveryMs : false),
  });
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['run'] });
  const begin = useMutation({ mutationFn: runApi.restore, onSuccess });
  const cancel = useMutation({ mutationFn: runApi.cancelRestore, onSuccess });
  const [latest] = data?.items ?? [];
  const isRunning = latest?.status === 'running';
  const ask = () =>
    setQuestion({
      title: 'Restore every profile?',
      says: 'Each is made again from the history. Scores and tiers stay as they are unless Redis had lost data; it takes a while, and can be cancelled.',
      yes: 'Restore',
      act: () => begin.mutate(),
    });
  return (
    <section className="panel" aria-label="Restores">
      <RunHead
        title="Restores from the history"
        acts={
          may
            ? {
                start: {
                  label: latest?.status === 'cancelled' ? 'Resume it' : 'Restore every profile',
                  testId: 'restore',
                  isPending: begin.isPending,
                  run: ask,
                },
                cancel: { isPending: cancel.isPending, run: () => latest && cancel.mutate(latest.era) },
                isRunning,
              }
            : null
        }
      />
      <Refusal error={error ?? begin.error ?? cancel.error} />
      {data?.items.length === 0 && <Text className="quiet">Redis has never lost data.</Text>}
      {isRunning && (
        <Restoring
          shown={{ ...latest, waiting: latest.waiting, failed: latest.failed, isWhole: latest.isWhole }}
        />
      )}
      <ul className="refused-of-many">
        {data?.items.map(({ era, status, reason, beganAt, endedAt, found, failed }) => (
          <li key={era} data-testid="restore-row">
            <b>{restoreWords[status]}</b>, began {dateInWords(beganAt)}
            {endedAt !== null && `, ended ${dateInWords(endedAt)}`}: <Foreign text={reason} />
            <Text size="sm" className="quiet">
              {found.toLocaleString()} profiles{failed > 0 && `, ${failed} cannot be evaluated`}
            </Text>
          </li>
        ))}
      </ul>
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}
