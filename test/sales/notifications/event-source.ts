/** A reader of server-sent events for tests, over a real connection. */
import type { WorkItem } from '../../../src/contract/api/api.ts';
import { bearer, type ConsoleApp } from '../../console/console-app.ts';

export interface ReceivedAlert {
  id: number;
  type: string;
  data: {
    id: number;
    type: string;
    at: string;
    lead?: { id: string; status: string };
    work?: WorkItem | null;
  };
}

export interface EventReader {
  headers: Headers;
  /** All that has come so far. */
  received(): ReceivedAlert[];
  ids(): number[];
  text(): string;
  /** True when the other side has ended the stream. */
  hasEnded(): boolean;
  close(): Promise<void>;
}

export async function readEvents(
  url: string,
  query = '',
  headers: Record<string, string> = {},
): Promise<EventReader> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/alerts/stream${query}`, {
    headers: { ...bearer, ...headers },
    signal: stop.signal,
  });
  let text = '';
  let hasEnded = false;
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true });
  })()
    .catch(() => undefined)
    .finally(() => {
      hasEnded = true;
    });
  const received = () =>
    text
      .split('\n\n')
      // The last piece is not finished yet.
      .slice(0, -1)
      .flatMap((event) => {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1];
        const id = field('id');
        if (id === undefined) return [];
        return { id: Number(id), type: field('event') ?? '', data: JSON.parse(field('data') ?? '') };
      });
  return {
    headers: response.headers,
    received,
    ids: () => received().map(({ id }) => id),
    text: () => text,
    hasEnded: () => hasEnded,
    close: async () => {
      stop.abort();
      await reading;
    },
  };
}

export async function idsAfter({ sales }: ConsoleApp, id: number): Promise<number[]> {
  return (await sales.outbox.alertsAfter(id, 10_000)).map((alert) => alert.id);
}
