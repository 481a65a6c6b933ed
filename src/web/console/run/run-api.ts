/** The calls of the pages of operators. */
import { answered, type Shape } from '../../../../clients/typescript/client.js';
import type {
  AuditRunView,
  DeadLetterView,
  DeliveryView,
  DeliveryWithAttempts,
  FailingProfileView,
  Health,
  HeldLeadView,
  ManyResult,
  ProgrammeVersion,
  ProgrammeView,
  RestoreView,
  UnreadUpdateView,
} from '../../../contract/api/api.ts';
import { client, listOf, type Page } from '../api/api.ts';
import type { ManyRequest } from './many-run.ts';

const ofId = (id: string) => ({ params: { path: { id } } });

/** The lists in which many can be acted on, and what can be done with them. */
export interface ManyActs {
  'dead-letters': 'replay' | 'drop';
  quarantine: 'release' | 'drop';
  deliveries: 'replay' | 'cancel';
  'unread-updates': 'replay' | 'drop';
}

export const runApi = {
  health: (): Promise<Health> => answered(client.GET('/api/v1/health')),
  /** Whether a process answers at all, and what it says of its stores: without a log-in. */
  readiness: async (): Promise<string[]> => {
    const answer = await fetch('/readyz');
    const { reasons } = (await answer.json()) as { reasons?: string[] };
    return reasons ?? [];
  },
  /** A page of a list, from a cursor on. */
  letters: (filter: Record<string, string>, cursor: string | null) =>
    page<DeadLetterView>('/dead-letters', filter, cursor),
  letter: (id: string): Promise<DeadLetterView> =>
    answered(client.GET('/api/v1/dead-letters/{id}', ofId(id))),
  held: (filter: Record<string, string>, cursor: string | null) =>
    page<HeldLeadView>('/quarantine', filter, cursor),
  heldLead: (id: string): Promise<HeldLeadView> => answered(client.GET('/api/v1/quarantine/{id}', ofId(id))),
  unread: (filter: Record<string, string>, cursor: string | null) =>
    page<UnreadUpdateView>('/unread-updates', filter, cursor),
  unreadUpdate: (id: string): Promise<UnreadUpdateView> =>
    answered(client.GET('/api/v1/unread-updates/{id}', ofId(id))),
  deliveries: (filter: Record<string, string>, cursor: string | null) =>
    page<DeliveryView>('/deliveries', filter, cursor),
  delivery: (id: string): Promise<DeliveryWithAttempts> =>
    answered(client.GET('/api/v1/deliveries/{id}', ofId(id))),
  failingProfiles: () => page<FailingProfileView>('/failing-profiles', {}, null),
  /** One bounded part of an act on many. */
  many: <List extends keyof ManyActs>(
    list: List,
    act: ManyActs[List],
    request: ManyRequest,
  ): Promise<ManyResult> =>
    answered(
      client.POST(`/api/v1/${list}/${act}` as '/api/v1/dead-letters/replay', { body: request as never }),
    ),
  programmes: (): Promise<Page<ProgrammeView>> => answered(client.GET('/api/v1/programmes')),
  versions: async (id: string): Promise<ProgrammeVersion[]> =>
    (await answered(client.GET('/api/v1/programmes/{id}/versions', ofId(id)))).items,
  restores: (): Promise<Page<RestoreView>> => answered(client.GET('/api/v1/restores')),
  restore: (): Promise<RestoreView> => answered(client.POST('/api/v1/restores')),
  cancelRestore: (era: number): Promise<RestoreView> =>
    answered(client.DELETE('/api/v1/restores/{era}', { params: { path: { era: String(era) } } })),
  audits: (): Promise<Page<AuditRunView>> => answered(client.GET('/api/v1/audits')),
  startAudit: (): Promise<Shape<'AuditRun'>> =>
    answered(client.POST('/api/v1/audits', { body: { waitSeconds: 0 } })),
  cancelAudit: (id: string): Promise<Shape<'AuditRun'>> =>
    answered(client.DELETE('/api/v1/audits/{id}', ofId(id))),
};

const pageItems = 100;

function page<Row>(path: string, filter: Record<string, string>, cursor: string | null): Promise<Page<Row>> {
  return listOf<Row>(path, { ...filter, limit: pageItems, ...(cursor !== null && { cursor }) });
}
