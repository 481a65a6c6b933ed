/** The worker thread that reads leads: what the rules had given each of them when it was opened. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LeadOutcome } from '../../../contract/api/api.ts';
import type { Programme } from '../../../contract/language/language.ts';
import { compileAlone } from '../../scoring/scoring.ts';
import { pastEventOf, serveReplay } from '../replay-worker.ts';
import type { Feature } from './lead-sample.core.ts';
import { countingProgramme, type PersonEvent, type Reading, readLead } from './readings.core.ts';

/** The data a worker starts with. */
export interface ReadingTask {
  programme: Programme;
  features: readonly Feature[];
  latenessMs: number;
  untilMs: number;
  /** Links within the families of the leads: child, parent, and since when, ms. */
  links: readonly [child: string, parent: string, sinceMs: number][];
  /** Leads by the profile that theirs ended up with, each with its index. */
  leads: readonly [root: string, leads: (Pick<LeadOutcome, 'profile' | 'openedMs'> & { index: number })[]][];
}

/** Readings by the index of their lead. */
export type Readings = [index: number, reading: Reading | null][];

if (parentPort !== null) {
  const { programme, features, latenessMs, untilMs, ...task } = workerData as ReadingTask;
  const programmes = compileAlone(countingProgramme(programme), 'counting');
  const links = new Map(task.links.map(([child, parent, sinceMs]) => [child, { parent, sinceMs }]));
  const leads = new Map(task.leads);
  const settings = { programmes, features, latenessMs, links, untilMs };
  serveReplay(parentPort, {
    eventOf: (event): PersonEvent => ({ ...pastEventOf(programmes, event), origin: event.profile }),
    none: (): Readings => [],
    add: (readings, root, events) => {
      for (const lead of leads.get(root) ?? []) readings.push([lead.index, readLead(lead, events, settings)]);
    },
  });
}
