/** The calls of the pages of sales rules: texts of sales processes, routing, escalation and review. */
import { answered } from '../../../../clients/typescript/client.js';
import type {
  DraftSummary,
  MadeUpLead,
  ProcessMigration,
  PublishedSalesRule,
  RoutingTrial,
  SalesRuleFolder,
  SalesRuleView,
} from '../../../contract/api/api.ts';
import { client, orNull, type Page } from '../api/api.ts';
import type { DraftSource } from '../rules/draft-source.ts';

/** Pipeline → removed stage → the stage that its records go to. */
export type StageMoves = Record<string, Record<string, string>>;

/** What is published beside a text. */
interface Publication {
  note: string;
  replaces?: string | null;
  /** Undefined leaves records in flight in their version. */
  moves?: StageMoves | undefined;
}

const base = '/api/v1/sales-rules/{folder}/{rule}' as const;
const ofRule = (folder: SalesRuleFolder, rule: string) => ({ params: { path: { folder, rule } } });
const ofRevision = (folder: SalesRuleFolder, rule: string, revision: number) => ({
  params: { path: { folder, rule }, header: { 'If-Match': `"${revision}"` } },
});
const body = ({ note, replaces, moves }: Publication) => ({
  note,
  ...(replaces !== undefined && { replaces }),
  ...(moves !== undefined && { moves }),
});

export const salesRulesApi = {
  list: (): Promise<Page<SalesRuleView>> => answered(client.GET('/api/v1/sales-rules')),
  drafts: (): Promise<Page<DraftSummary>> => answered(client.GET('/api/v1/sales-rules/drafts')),
  version: async (folder: SalesRuleFolder, rule: string, number: number): Promise<string> => {
    const path = { folder, rule, number: String(number) };
    return (await answered(client.GET(`${base}/versions/{number}`, { params: { path } }))).text;
  },
  publish: (
    folder: SalesRuleFolder,
    rule: string,
    text: string,
    publication: Publication,
  ): Promise<PublishedSalesRule> =>
    answered(
      client.POST(`${base}/versions`, { ...ofRule(folder, rule), body: { text, ...body(publication) } }),
    ),
  rollBack: (
    folder: SalesRuleFolder,
    rule: string,
    to: number,
    publication: Publication,
  ): Promise<PublishedSalesRule> =>
    answered(
      client.POST(`${base}/rollback`, { ...ofRule(folder, rule), body: { to, ...body(publication) } }),
    ),
  migration: (rule: string, text: string, moves: StageMoves): Promise<ProcessMigration> =>
    answered(
      client.POST('/api/v1/sales-rules/pipelines/{rule}/migration', {
        params: { path: { rule } },
        body: { text, moves },
      }),
    ),
  tryRouting: (lead: string | Partial<MadeUpLead>, text: string | null): Promise<RoutingTrial> =>
    answered(
      client.POST('/api/v1/sales-rules/sales/routing/trial', {
        body: { lead: lead as never, ...(text !== null && { text }) },
      }),
    ),
};

/** `address`: of its pages. */
export function salesRuleSource(folder: SalesRuleFolder, id: string, address: string): DraftSource {
  const at = ofRule(folder, id);
  return {
    ...{ id, address, permission: `/sales-rules/${folder}/${id}`, hasExamples: false },
    keyOf: (...more) => ['rules', folder, id, ...more],
    live: async () => {
      const found = await orNull(answered(client.GET(base, at)));
      return found && { ...found, examples: null };
    },
    versions: async () => (await orNull(answered(client.GET(`${base}/versions`, at))))?.items ?? [],
    draft: () => orNull(answered(client.GET(`${base}/draft`, at))),
    writeDraft: (draft, revision) =>
      answered(client.PUT(`${base}/draft`, { ...ofRevision(folder, id, revision), body: draft })),
    removeDraft: (revision) => answered(client.DELETE(`${base}/draft`, ofRevision(folder, id, revision))),
    preview: async ({ text }) => {
      const { errors, ...rest } = await answered(client.POST(`${base}/preview`, { ...at, body: { text } }));
      return {
        ...rest,
        errors: errors.map((error) => ({ ...error, in: 'text' as const })),
        ...{ examples: [], examplesSkipped: 0 },
      };
    },
    changes: async (from, to) => {
      const params = { ...at.params, query: { from, to } };
      return (await answered(client.GET(`${base}/diff`, { params }))).changes;
    },
  };
}
