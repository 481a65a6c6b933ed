/** Health: one look says whether all is well, from across the room; below are the figures, what is usual, and where to act. */
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlarmName, Health, HealthAlarm } from '../../../contract/api/api.ts';
import { useNow } from '../parts/clock.ts';
import { counted } from '../parts/counted.ts';
import { Foreign } from '../parts/others.tsx';
import { Figures } from './figures.tsx';
import { agoInWords } from './health-words.ts';
import { Partitions } from './partitions.tsx';
import { Processes, Stores } from './processes.tsx';
import { Progresses } from './progresses.tsx';
import { runApi } from './run-api.ts';
import { unusualIn } from './unusual.ts';
import { useHealth } from './use-health.ts';

export function HealthPart() {
  const { data, error, isPending } = useHealth();
  if (isPending) return <Skeleton height={320} data-testid="health-loading" />;
  return (
    <>
      {error !== null && <Unanswered error={error} last={data ?? null} />}
      {data !== undefined && (
        <>
          {error === null && <State health={data} />}
          <Progresses health={data} />
          <Figures health={data} />
          <div className="wall">
            <Stores stores={data.stores} />
            <Partitions health={data} />
          </div>
          <Processes processes={data.processes} />
        </>
      )}
    </>
  );
}

/** A figure that is not as usual calls for nobody; the words say that it is there, as its tile does. */
const headlines = {
  well: 'All is well',
  unusual: 'All is well, but not as usual',
  warning: 'Look at this',
  alarm: 'Alarm',
} as const;

/** Where something can be done about it; null where nothing of the console helps. */
const pages: Partial<Record<AlarmName, { to: string; words: string }>> = {
  'dead-letters': { to: '/run/dead-letters', words: 'To the dead letters' },
  'unread-tier-updates': { to: '/run/unread-updates', words: 'To the unread updates' },
  'failing-profiles': { to: '/run/dead-letters', words: 'To the failing profiles' },
  'deliveries-late': { to: '/run/deliveries?state=waiting', words: 'To those that wait' },
  'deliveries-failed': { to: '/run/deliveries?state=failed', words: 'To those that failed' },
  mismatches: { to: '/run/versions', words: 'To the audits' },
  restoring: { to: '/run/versions', words: 'To the restore' },
};

/** Read from across the room: a colour, a word, and the words of each alarm. */
function State({ health }: { health: Health }) {
  const { state, alarms, at, areReportsRead } = health;
  const nowMs = useNow();
  const unusual = state === 'well' ? unusualIn(health) : [];
  return (
    <section
      className="state"
      data-state={state}
      data-unusual={unusual.length > 0}
      data-testid="health-state"
      aria-label="State"
      aria-live="polite"
    >
      <p className="headline">{headlines[unusual.length > 0 ? 'unusual' : state]}</p>
      <ul>
        {alarms.map((alarm) => (
          <Said key={alarm.name} alarm={alarm} />
        ))}
        <MailKept health={health} />
        {unusual.map((words) => (
          <li key={words} data-testid="unusual">
            {words}
          </li>
        ))}
      </ul>
      <p className="read">
        Read {agoInWords(at, nowMs)} ago; of{' '}
        {areReportsRead ? 'all processes together' : 'the process that answers alone'}.
      </p>
    </section>
  );
}

/** Mails that nobody sends are no alarm: the installation may want none. They go out once there is a server. */
function MailKept({ health: { deliveries } }: { health: Health }) {
  const kept = deliveries?.reduce((sum, one) => sum + one.kept, 0) ?? 0;
  if (kept === 0) return null;
  return (
    <li data-testid="mail-not-set-up">
      <b>Mail is not set up: {counted(kept, 'message is', 'messages are')} kept</b>
      <span>
        Set SMTP_URL and MAIL_FROM of the workers: what is kept then goes out. Or let channels notify by Slack
        and webhooks alone, and call these messages off.
      </span>
      <Link to={'/run/deliveries' as string} search={{ state: 'waiting', channel: 'mail' }}>
        To the messages
      </Link>
    </li>
  );
}

function Said({ alarm: { name, severity, says, remedy } }: { alarm: HealthAlarm }) {
  const page = pages[name];
  return (
    <li data-severity={severity} data-testid={`alarm-${name}`}>
      <b>
        <Foreign text={says} />
      </b>
      <span>{remedy}</span>
      {page && <Link to={page.to}>{page.words}</Link>}
    </li>
  );
}

/** Nothing answers: that is an alarm by itself. A process without PostgreSQL still says what it misses. */
function Unanswered({ error, last }: { error: Error; last: Health | null }) {
  const nowMs = useNow();
  const { data: reasons = [] } = useQuery({
    queryKey: ['run', 'readiness'],
    queryFn: () => runApi.readiness().catch(() => []),
    refetchInterval: 5_000,
  });
  return (
    <section className="state" data-state="alarm" data-testid="health-unanswered" role="alert">
      <p className="headline">No answer</p>
      <ul>
        <li>
          <b>
            <Foreign text={error.message} />
          </b>
          <span>It is asked again every two seconds.</span>
        </li>
        {reasons.map((reason) => (
          <li key={reason}>
            <b>
              <Foreign text={reason} />
            </b>
          </li>
        ))}
      </ul>
      {last !== null && (
        <Text className="read">What stands below was read {agoInWords(last.at, nowMs)} ago.</Text>
      )}
    </section>
  );
}
