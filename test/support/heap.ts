/** The heap of another Node process, by its inspector: what is left once everything that nobody holds is freed. */
import type { Program } from './program.ts';
import { until } from './until.ts';

/** Settings of a program whose heap can be asked for. */
export const inspected = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

export interface Heap {
  /** Bytes of objects, and of buffers that objects hold, after a full collection. */
  heldBytes(): Promise<number>;
  close(): void;
}

interface Usage {
  usedSize: number;
  embedderHeapUsedSize: number;
  backingStorageSize: number;
}

/** Connects to the inspector of a program that was started with `inspected`. */
export async function openHeap({ lines }: Program): Promise<Heap> {
  const url = await until('the program names its inspector', () =>
    lines
      .map((line) => /^Debugger listening on (ws:\S+)/.exec(line)?.[1])
      .find((found) => found !== undefined),
  );
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${url}`)), { once: true });
  });
  let id = 0;
  const call = async <T>(method: string): Promise<T> => {
    const own = ++id;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const hear = ({ data }: MessageEvent) => {
      const answer = JSON.parse(String(data)) as { id?: number; result?: T; error?: { message: string } };
      if (answer.id !== own) return;
      socket.removeEventListener('message', hear);
      if (answer.error === undefined) resolve(answer.result as T);
      else reject(new Error(`${method}: ${answer.error.message}`));
    };
    socket.addEventListener('message', hear);
    socket.send(JSON.stringify({ id: own, method }));
    return promise;
  };
  return {
    heldBytes: async () => {
      // What finalizers of the first free, the second collects.
      for (let times = 0; times < 2; times++) await call('HeapProfiler.collectGarbage');
      const { usedSize, embedderHeapUsedSize, backingStorageSize } =
        await call<Usage>('Runtime.getHeapUsage');
      return usedSize + embedderHeapUsedSize + backingStorageSize;
    },
    close: () => socket.close(),
  };
}
