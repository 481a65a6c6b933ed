/** Long work that goes on by itself: how far the re-evaluation after a publish is, and how far a restore. */
import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Health } from '../../../contract/api/api.ts';
import { durationInWords, percentOf, rateInWords } from './health-words.ts';

export function Progresses({ health: { reevaluation, restore } }: { health: Health }) {
  return (
    <>
      {reevaluation !== null && reevaluation.status !== 'done' && <Reevaluating shown={reevaluation} />}
      {restore !== null && <Restoring shown={restore} />}
    </>
  );
}

export function Reevaluating({ shown }: { shown: NonNullable<Health['reevaluation']> }) {
  const { status, total, done, perSecond, secondsLeft } = shown;
  if (status === 'waiting')
    return (
      <Bar name="reevaluation" label="Scores under the new rules" percent={0}>
        A worker begins as soon as one is free.
      </Bar>
    );
  return (
    <Bar name="reevaluation" label="Scores under the new rules" percent={percentOf(done, total ?? 0)}>
      {done.toLocaleString()} of {(total ?? 0).toLocaleString()} profiles
      {perSecond !== null && `, ${rateInWords(perSecond)}`}
      {secondsLeft !== null && `, ${durationInWords(secondsLeft)} left`}
    </Bar>
  );
}

export function Restoring({ shown }: { shown: NonNullable<Health['restore']> }) {
  const { found, waiting, failed, isWhole } = shown;
  const done = Math.max(0, found - waiting - failed);
  return (
    <Bar name="restore" label="Profiles restored from the history" percent={percentOf(done, found)}>
      {done.toLocaleString()} of {found.toLocaleString()}
      {isWhole ? '' : ' found so far'}
      {failed > 0 && `, ${failed.toLocaleString()} cannot be evaluated`}
    </Bar>
  );
}

interface BarProps {
  name: string;
  label: string;
  percent: number;
  children: React.ReactNode;
}

function Bar({ name, label, percent, children }: BarProps) {
  return (
    <section className="progress" aria-label={label} data-testid={`progress-${name}`}>
      <h2>
        <Link to="/run/versions">{label}</Link>
      </h2>
      <Progress value={percent} aria-label={label} />
      <p className="quiet">{children}</p>
    </section>
  );
}
