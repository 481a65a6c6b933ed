/** Bulk acts over the API of a console, worked on at once instead of by a worker; with people and leads to change. */
import type { BulkActView } from '../../src/contract/api/api.ts';
import type { ConsoleApp } from './console-app.ts';
import { type Caller, type Method, program } from './log-ins.ts';

/** The JSON of an answer. Throws where it is a problem. */
export async function bodyOf(by: Caller, method: Method, path: string, given?: object, headers = {}) {
  const answer = await by.ask(method, path, given, headers);
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
  return answer.json();
}

/** The status and the words of an act that is asked for. */
export async function refusalOf(by: Caller, asked: object): Promise<[number, string]> {
  const answer = await by.ask('POST', '/bulk-acts', asked);
  return [answer.statusCode, answer.json().detail];
}

let made = 0;

/** Acts of `boss`, unless another caller is named. */
export function actingOf(consoleApp: ConsoleApp, boss: Caller) {
  const token = program(consoleApp);
  const { signal } = new AbortController();
  const work = async () => {
    while (await consoleApp.sales.bulk.work(signal));
  };
  const find = (id: string, by = boss): Promise<BulkActView> => bodyOf(by, 'GET', `/bulk-acts/${id}`);
  const person = async (more: object = {}): Promise<string> => {
    made++;
    const given = { email: `p${made}@many.example`, name: `P ${made}`, ...more };
    return (await bodyOf(token, 'POST', '/people', given)).id;
  };
  return {
    ...{ token, work, find, person },
    lead: async (more: object = {}): Promise<string> =>
      (await bodyOf(token, 'POST', '/leads', { person: await person(), ...more })).id,
    /** Asks for an act and works on it until it has ended. */
    act: async (asked: object, by = boss): Promise<BulkActView> => {
      const { id } = await bodyOf(by, 'POST', '/bulk-acts', asked);
      await work();
      return find(id, by);
    },
    undo: async (id: string, by = boss): Promise<BulkActView> => {
      await bodyOf(by, 'POST', `/bulk-acts/${id}/undo`);
      await work();
      return find(id, by);
    },
  };
}
