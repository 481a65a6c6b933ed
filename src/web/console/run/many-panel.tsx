/** How far an act on many is, what was refused and why, and how to stop it or go on. */
import { Alert, Button, Group, Progress } from '@mantine/core';
import { Foreign } from '../parts/others.tsx';
import { percentOf } from './health-words.ts';
import type { Running } from './use-many.ts';

const refusedMax = 50;

export function ManyPanel({ running: { past, progress, stop, goOn, close } }: { running: Running }) {
  const { status, done, refused, total, error } = progress;
  const isRunning = status === 'running';
  const acted = done.length + refused.length;
  return (
    <section
      className="panel many"
      aria-label="Progress"
      aria-live="polite"
      data-testid="many"
      data-status={status}
    >
      {isRunning && (
        <Progress
          value={total === null ? 100 : percentOf(acted, total)}
          animated={total === null}
          aria-label="Progress"
        />
      )}
      <Group justify="space-between">
        <b data-testid="many-counts">
          {done.length.toLocaleString()}
          {total !== null && ` of ${total.toLocaleString()}`} {past}
          {refused.length > 0 && `, ${refused.length.toLocaleString()} refused`}
          {status === 'stopped' && '; stopped'}
        </b>
        <Group gap="xs">
          {isRunning && (
            <Button size="compact-sm" variant="default" onClick={stop}>
              Stop
            </Button>
          )}
          {(status === 'stopped' || status === 'failed') && (
            <Button size="compact-sm" onClick={goOn} data-testid="many-go-on">
              Go on
            </Button>
          )}
          {!isRunning && (
            <Button size="compact-sm" variant="default" onClick={close} data-testid="many-close">
              Close
            </Button>
          )}
        </Group>
      </Group>
      {error !== null && (
        <Alert color="red" role="alert">
          <Foreign text={error} />
        </Alert>
      )}
      {refused.length > 0 && (
        <ul className="refused-of-many" data-testid="many-refused">
          {refused.slice(0, refusedMax).map(({ id, refusal }) => (
            <li key={id}>
              <code>
                <Foreign text={id} />
              </code>{' '}
              <Foreign text={refusal} />
            </li>
          ))}
          {refused.length > refusedMax && <li>and {refused.length - refusedMax} more</li>}
        </ul>
      )}
    </section>
  );
}
