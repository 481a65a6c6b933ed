/** The API of restores: watched, begun by hand, cancelled and resumed. */
import type { FastifyInstance } from 'fastify';
import { type RestoreView, restoreSchema } from '../contract/api/api.ts';
import type { Restore } from '../engine/history/history.ts';
import type { Keeper } from '../engine/restore/restore.ts';
import type { Unrestored } from '../engine/stream/stream.ts';
import { accepted, answers, docs, found, listOf, numbered } from './route-docs.ts';
import { actorOf } from './session.ts';

export function registerRestores(app: FastifyInstance, { keeper }: { keeper: Keeper }): void {
  const views = async (): Promise<RestoreView[]> => {
    const { restores, ...unrestored } = await keeper.restores();
    return restores.map((restore) => viewOf(restore, unrestored));
  };
  app.post(
    '/restores',
    docs('Restore every profile from the history', {
      description:
        'Scores and tiers do not change unless Redis had lost data. One that runs is returned, one that was cancelled goes on.',
      response: accepted(restoreSchema, 'The restore; `Location` says where to watch it', ['Location']),
    }),
    async (request, reply) => {
      const [running] = (await views()).filter(({ status }) => status === 'running');
      const view = running ?? viewOf(await keeper.restore(`asked for by ${actorOf(request).name}`), noneYet);
      reply.code(202).header('location', `/api/v1/restores/${view.era}`);
      return view;
    },
  );
  app.get(
    '/restores',
    docs('The latest restores', { response: answers(listOf(restoreSchema), 'The latest first') }),
    async () => ({ items: await views(), nextCursor: null }),
  );
  app.get<{ Params: { era: string } }>(
    '/restores/:era',
    docs('A restore and its progress', { response: answers(restoreSchema, 'The restore') }),
    async ({ params }) => {
      const era = numbered(params.era, 'restore of era');
      return found((await views()).find((view) => view.era === era) ?? null, `restore of era ${era}`);
    },
  );
  app.delete<{ Params: { era: string } }>(
    '/restores/:era',
    docs('Call a restore off', {
      description:
        'Profiles that were found already are still restored, each other one when it is next met. `POST /restores` resumes it.',
      response: answers(restoreSchema, 'The restore as it is now'),
    }),
    async ({ params }) => {
      const era = numbered(params.era, 'restore of era');
      await keeper.cancel(era);
      return found((await views()).find((view) => view.era === era) ?? null, `restore of era ${era}`);
    },
  );
}

const noneYet: Unrestored = { waiting: 0, failing: 0 };

function viewOf(restore: Restore, { waiting, failing }: Unrestored): RestoreView {
  const { era, reason, beganAt, endedAt, outcome, scheduled, isWalked, failed } = restore;
  const isOpen = outcome === null || outcome === 'cancelled';
  return {
    era,
    status: outcome ?? 'running',
    reason,
    beganAt: beganAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    found: scheduled,
    isWhole: isWalked,
    waiting: isOpen ? waiting : 0,
    failed: isOpen ? failing : failed,
  };
}
