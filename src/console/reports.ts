/** The API of reports: what there is, and each over a period, as JSON or CSV. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type Clock, limits } from '../base/kernel/kernel.ts';
import {
  type ReportName,
  type ReportQuery,
  reportListSchema,
  reportPath,
  reportQueries,
  reportRows,
  reportSchema,
  reportWords,
  reviewQuerySchema,
  weeklyReviewSchema,
} from '../contract/api/api.ts';
import type { History } from '../engine/history/history.ts';
import type { Publishing } from '../engine/programmes/programmes.ts';
import type { ReportAsked } from '../sales/reports/reports.ts';
import type { Sales } from '../sales/sales.ts';
import { csvOf } from './csv.core.ts';
import { closedPeriod, momentOf, openPeriod, type ReportPeriod } from './report-period.core.ts';
import { answers, answersOrCsv, docs } from './route-docs.ts';
import { actorOf } from './session.ts';
import { documented, parse } from './validation.ts';

interface ReportOptions {
  sales: Pick<Sales, 'reports'>;
  history: Pick<History, 'recognised'>;
  publishing: Pick<Publishing, 'list'>;
  clock: Clock;
}

const names = Object.keys(reportQueries) as ReportName[];
/** Those that look at all there is, unless they are asked for a period. */
const unbounded: readonly ReportName[] = ['forecast', 'customers'];

const csvWords =
  'a line of column names, then a line for each row, without totals. `X-Report-Is-Whole` is `false` where rows are left out, and `X-Report-Data-As-Of` is the moment of the data';

export function registerReports(app: FastifyInstance, options: ReportOptions): void {
  app.get(
    '/reports',
    docs('The reports there are, and how each figure is counted', {
      response: answers(reportListSchema, 'All reports'),
    }),
    async () => ({ items: names.map(wordsOf), nextCursor: null }),
  );
  app.get(
    '/reports/weekly-review',
    docs('The weekly review of a rep, as it would be mailed now', {
      querystring: documented(reviewQuerySchema, 'input'),
      operationId: 'getWeeklyReview',
      response: answers(weeklyReviewSchema, 'The review'),
    }),
    async (request) => {
      const { name, isManager } = actorOf(request);
      const { owner = name } = parse(reviewQuerySchema, request.query);
      if (owner !== name && !isManager)
        throw new ApiError('forbidden', `the review of ${owner} is for ${owner} and for managers`);
      return options.sales.reports.weeklyReview(owner);
    },
  );
  for (const name of names) {
    const { title, counts } = reportWords[name];
    app.get(
      `/reports/${name}`,
      docs(`${title}, as JSON or as CSV`, {
        operationId: operationIdOf(name),
        description: counts.join('\n\n'),
        querystring: documented(reportQueries[name], 'input'),
        response: answersOrCsv(reportSchema(reportRows[name]), 'The report', csvWords),
      }),
      async (request, reply) => {
        const query: ReportQuery = parse(reportQueries[name], request.query);
        const asked = askedOf(name, query, options.clock.nowMs());
        const { rows, totals, dataAsOfMs } = await figures(name, asked, options);
        const dataAsOf = new Date(dataAsOfMs ?? asked.nowMs).toISOString();
        const shown = rows.slice(0, limits.reportRowsMax);
        const isWhole = shown.length === rows.length;
        if (wantsCsv(query, request)) return sendCsv(reply, name, asked, shown, { isWhole, dataAsOf });
        const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
        const asOf = name === 'forecast' ? time(asked.asOfMs) : null;
        return {
          report: name,
          from: time(asked.fromMs),
          to: time(asked.toMs),
          asOf,
          dataAsOf,
          rows: shown,
          totals,
          isWhole,
        };
      },
    );
  }
}

/** `getSameDayReport`. */
const operationIdOf = (name: ReportName) =>
  `get${name.replace(/(?:^|-)(\w)/g, (_whole, letter: string) => letter.toUpperCase())}Report`;

function wordsOf(report: ReportName) {
  const { title, counts } = reportWords[report];
  const query = reportQueries[report].shape;
  const by = 'by' in query ? query.by.unwrap().options : [];
  return {
    report,
    title,
    path: reportPath(report),
    counts,
    by,
    columns: Object.keys(reportRows[report].shape),
  };
}

function askedOf(name: ReportName, query: ReportQuery, nowMs: number): ReportAsked {
  const { campaign, owner, team, process, timeZone, by = '', asOf } = query;
  const period: ReportPeriod = unbounded.includes(name) ? openPeriod(query) : closedPeriod(query, nowMs);
  const asOfMs = asOf === undefined ? nowMs : momentOf(asOf, timeZone);
  if (asOfMs > nowMs)
    throw new ApiError(
      'invalid_request',
      `"asOf" is ${asOf}: expected a moment that has been; leave it out for now`,
    );
  return { ...period, nowMs, asOfMs, timeZone, by, campaign, owner, team, process };
}

async function figures(
  name: ReportName,
  asked: ReportAsked,
  { sales, history, publishing }: ReportOptions,
): Promise<{
  rows: Record<string, unknown>[];
  totals: Record<string, unknown>[];
  dataAsOfMs: number | null;
}> {
  if (name !== 'campaigns') return sales.reports.report(name, asked);
  const span = { sinceMs: asked.fromMs ?? 0, untilMs: asked.toMs ?? asked.nowMs };
  const [recognised, programmes] = await Promise.all([history.recognised(span), publishing.list()]);
  const campaignOf = new Map(programmes.map(({ id, campaign }) => [id, campaign]));
  return sales.reports.campaignReport(asked, recognised, campaignOf);
}

function wantsCsv({ format }: ReportQuery, request: FastifyRequest): boolean {
  if (format !== undefined) return format === 'csv';
  return /\btext\/csv\b/i.test(request.headers.accept ?? '');
}

/** What is left out is said in a header: a line for it would be taken for a row. */
function sendCsv(
  reply: FastifyReply,
  name: ReportName,
  { fromMs, toMs, asOfMs }: ReportAsked,
  rows: readonly Record<string, unknown>[],
  { isWhole, dataAsOf }: { isWhole: boolean; dataAsOf: string },
): FastifyReply {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const parts = [name, ...(fromMs === null ? [] : [day(fromMs)]), day(toMs ?? asOfMs)];
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${parts.join('_')}.csv"`)
    .header('x-report-is-whole', String(isWhole))
    .header('x-report-data-as-of', dataAsOf)
    .send(csvOf(Object.keys(reportRows[name].shape), rows));
}
