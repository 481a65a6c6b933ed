/** The calls of the page of reports. */
import { answered } from '../../../../clients/typescript/client.js';
import { client, listOf } from '../api/api.ts';
import type { ReportRow } from './record-links.ts';
import type { ReportQuestion, ReportWords } from './report-search.ts';

/** A report as the API answers it. */
export interface ReportAnswer {
  from: string | null;
  to: string | null;
  asOf: string | null;
  /** The moment of the data. */
  dataAsOf: string;
  rows: ReportRow[];
  totals: ReportRow[];
  /** False where there are more rows than shown. */
  isWhole: boolean;
}

const choicesMax = 100;

export const reportsApi = {
  list: async (): Promise<ReportWords[]> => (await answered(client.GET('/api/v1/reports'))).items,
  report: ({ report, query }: ReportQuestion): Promise<ReportAnswer> =>
    answered(
      client.GET(`/api/v1/reports/${report}` as '/api/v1/reports/customers', { params: { query } }),
    ) as Promise<ReportAnswer>,
  /** What owners, teams and campaigns a report can be narrowed to. */
  choices: async (): Promise<Record<'owner' | 'team' | 'campaign', string[]>> => {
    const [users, teams, campaigns] = await Promise.all([
      listOf<{ email: string }>('/users', { limit: choicesMax }),
      listOf<{ name: string }>('/teams', {}),
      listOf<{ name: string }>('/campaigns', { limit: choicesMax }),
    ]);
    return {
      owner: users.items.map(({ email }) => email),
      team: teams.items.map(({ name }) => name),
      campaign: campaigns.items.map(({ name }) => name),
    };
  },
};
