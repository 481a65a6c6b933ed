/** Closed-loop load in a process of its own: autocannon, with the bodies made beforehand and other visitors a connection. */
import autocannon from 'autocannon';
import { answer } from '../answering.ts';
import { benchWriteKey, type Load, type LoadResult } from '../door.ts';
import { visitorEvents, type WireEvent } from '../traffic.ts';

/** Bodies a connection sends in a loop. */
const bodiesOfConnection = 50;

answer({
  run: async ({ url, eventsPerRequest, connections, seconds }: Load): Promise<LoadResult> => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${benchWriteKey}:`).toString('base64')}`,
    };
    const path = eventsPerRequest === 1 ? '/v1/track' : '/v1/batch';
    let seed = 1;
    let bytes = 0;
    let events = 0;
    const result = await autocannon({
      url,
      connections,
      duration: seconds,
      setupClient: (client) => {
        const bodies = bodiesOf(eventsPerRequest, seed++);
        events += bodies.length * eventsPerRequest;
        for (const body of bodies) bytes += Buffer.byteLength(body);
        client.setRequests(bodies.map((body) => ({ method: 'POST', path, headers, body })));
      },
    });
    const failed = result.errors + result.timeouts + result.non2xx;
    return { requests: result['2xx'], seconds: result.duration, failed, bytesPerEvent: bytes / events };
  },
});

function bodiesOf(eventsPerRequest: number, seed: number): string[] {
  const count = bodiesOfConnection * eventsPerRequest;
  const options = { count, profiles: Math.ceil(count / 10), seed, startMs: Date.now(), stepMs: 1 };
  const events = [...visitorEvents(options)];
  if (eventsPerRequest === 1) return events.map((event) => JSON.stringify(asTrack(event)));
  return Array.from({ length: bodiesOfConnection }, (_, index) =>
    JSON.stringify({ batch: events.slice(index * eventsPerRequest, (index + 1) * eventsPerRequest) }),
  );
}

/** All single events go to one route: the path says the type there. */
function asTrack({ type: _type, ...event }: WireEvent) {
  return { event: 'Page Viewed', ...event };
}
