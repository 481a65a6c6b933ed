/** Imports over the API of a console, worked on at once instead of by a worker. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import type { ImportView } from '../../../src/contract/api/api.ts';
import { bearer, type ConsoleApp } from '../../console/console-app.ts';

export interface Importing {
  /** Sends a file; returns the status and the body of the answer. */
  send(
    query: string,
    file: string | Uint8Array,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: ImportView & { code?: string; detail?: string } }>;
  /** Sends a file and works on it until it has ended. */
  run(query: string, file: string | Uint8Array): Promise<ImportView>;
  /** Works on everything that waits. */
  work(): Promise<void>;
  find(id: string): Promise<ImportView>;
  /** The rows of a CSV that the API answers, without its mark. */
  rows(path: string, delimiter?: string): Promise<string[][]>;
  text(path: string): Promise<string>;
}

export function importingOf(getApp: () => ConsoleApp): Importing {
  const { signal } = new AbortController();
  const work = async () => {
    while (await getApp().sales.imports.work(signal));
  };
  const send: Importing['send'] = async (query, file, headers = {}) => {
    const answer = await getApp().app.inject({
      method: 'POST',
      url: `/api/v1/imports?${query}`,
      headers: { ...bearer, 'content-type': 'text/csv', ...headers },
      payload: Readable.from([Buffer.from(file)]),
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  const find = async (id: string) =>
    (await getApp().app.inject({ url: `/api/v1/imports/${id}`, headers: bearer })).json() as ImportView;
  const text = async (path: string) => {
    const answer = await getApp().app.inject({ url: `/api/v1${path}`, headers: bearer });
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.body;
  };
  return {
    ...{ send, work, find, text },
    run: async (query, file) => {
      const { status, body } = await send(query, file);
      if (status !== 202) throw new Error(`${status}: ${body.detail}`);
      await work();
      return find(body.id);
    },
    rows: async (path, delimiter = ',') =>
      parse((await text(path)).replace(/^\ufeff/, ''), { delimiter, record_delimiter: '\r\n' }),
  };
}
