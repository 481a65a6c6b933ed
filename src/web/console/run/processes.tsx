/** Stores and processes: which are ready, and since when; which process does what, in which version. */
import { Badge, Text } from '@mantine/core';
import type { Health, ProcessHealth } from '../../../contract/api/api.ts';
import { useNow } from '../parts/clock.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { agoInWords } from './health-words.ts';

const storeNames = { redis: 'Redis', postgresql: 'PostgreSQL' } as const;

export function Stores({ stores }: Pick<Health, 'stores'>) {
  const nowMs = useNow();
  return (
    <section className="panel" aria-label="Stores">
      <h2>Stores</h2>
      <p className="quiet">As the process that answers sees them.</p>
      <dl className="said-of">
        {stores.map(({ store, isReady, reason, since }) => (
          <div key={store} data-testid={`store-${store}`} data-ready={isReady}>
            <dt>
              {storeNames[store]} <Ready isReady={isReady} words={isReady ? 'ready' : 'away'} />
            </dt>
            <dd>
              for {agoInWords(since, nowMs)}
              {reason !== null && (
                <>
                  : <Foreign text={reason} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Ready({ isReady, words }: { isReady: boolean; words: string }) {
  return (
    <Badge
      color={isReady ? 'green' : 'red'}
      variant="light"
      tt="none"
      className={isReady ? 'is-good' : 'is-bad'}
    >
      {words}
    </Badge>
  );
}

const states = {
  ready: 'ready',
  'not-ready': 'not ready',
  silent: 'silent',
  ended: 'ended',
} as const satisfies Record<ProcessHealth['state'], string>;

export function Processes({ processes }: Pick<Health, 'processes'>) {
  const nowMs = useNow();
  return (
    <section className="panel" aria-label="Processes">
      <h2>Processes</h2>
      <p className="quiet">All that reported within half an hour.</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section className="scrolls" tabIndex={0} aria-label="Table of processes">
        <table className="plain stacked">
          <thead>
            <tr>
              {['Roles', 'State', 'Where', 'Version', 'Started', 'Reported'].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {processes.map((one) => (
              <tr key={one.id} data-testid="process" data-state={one.state}>
                <th scope="row">
                  {one.roles.join(', ')}
                  {one.isThis && <span className="quiet"> (answers this page)</span>}
                </th>
                <td data-label="State">
                  <Ready isReady={one.state === 'ready' || one.state === 'ended'} words={states[one.state]} />
                  {one.unwell.map(({ name, reason, since }) => (
                    <Text key={name} size="sm">
                      <Foreign text={`${name}: ${reason}`} /> for {agoInWords(since, nowMs)}
                    </Text>
                  ))}
                </td>
                <td data-label="Where">
                  <Foreign text={one.host} />, {one.pid}
                </td>
                <td data-label="Version">
                  {one.version} on Node {one.node}
                </td>
                <td data-label="Started">{dateInWords(one.startedAt)}</td>
                <td data-label="Reported">{agoInWords(one.seenAt, nowMs)} ago</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
