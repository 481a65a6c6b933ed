/** The console's calls to its own API; an error carries the words the server said. */
import type { LeadView, TaskOutcome, TaskView } from '../../contract/contract.ts';

export interface Session {
  email: string;
  role: string;
}

export interface Setup {
  snippet: string;
  curl: string;
  programmes: { id: string; name: string; version: string; tiers: { name: string; from: number }[] }[];
  programmeFaults: string[];
}

/** What the server refused, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

async function call<Answer>(path: string, method = 'GET', body?: object): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    throw new Refused(0, 'The server cannot be reached. Is Scoville running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new Refused(response.status, answer.detail ?? `The server answered ${response.status}.`);
  return answer as Answer;
}

const listMax = 200;

export const api = {
  session: () => call<Session>('/session'),
  logIn: (email: string, password: string) => call<Session>('/session', 'POST', { email, password }),
  logOut: () => call<object>('/session', 'DELETE'),
  leads: async () => (await call<{ items: LeadView[] }>(`/leads?open=true&limit=${listMax}`)).items,
  tasks: async () => (await call<{ items: TaskView[] }>(`/tasks?open=true&limit=${listMax}`)).items,
  complete: (id: string, outcome: TaskOutcome) =>
    call<TaskView>(`/tasks/${id}`, 'PATCH', { status: 'Complete', outcome }),
  reopen: (id: string) => call<TaskView>(`/tasks/${id}`, 'PATCH', { status: 'Open' }),
  setup: () => call<Setup>('/setup'),
};
