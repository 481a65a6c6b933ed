/** Runs a report: all its statements see one moment of the store, and each has a time limit. */
import type pg from 'pg';
import { type Queryable, sqlStateOf, transaction } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ReportName, ReportRow } from '../../contract/api/api.ts';
import { customerReport } from './report-customers.ts';
import { deadlineReport } from './report-deadlines.ts';
import { forecastReport } from './report-forecast.ts';
import { productReport } from './report-products.ts';
import { ruleReport } from './report-rules.ts';
import { salesmenReport } from './report-salesmen.ts';
import { lateLoggingReport, sameDayReport } from './report-same-day.ts';
import type { Figures, ReportAsked } from './report-sql.ts';

/** Reports that need the store only; campaigns need the history too. */
const dispatchers: {
  [Name in StoreReport]: (database: Queryable, asked: ReportAsked) => Promise<Figures<ReportRow<Name>>>;
} = {
  salesmen: salesmenReport,
  forecast: forecastReport,
  products: productReport,
  customers: customerReport,
  deadlines: deadlineReport,
  'same-day': sameDayReport,
  'late-logging': lateLoggingReport,
  rules: ruleReport,
};

export type StoreReport = Exclude<ReportName, 'campaigns'>;

export function runReport<Name extends StoreReport>(
  pool: pg.Pool,
  name: Name,
  asked: ReportAsked,
): Promise<Figures<ReportRow<Name>>> {
  return atOneMoment(pool, (connection) => dispatchers[name](connection, asked));
}

/** Runs the statements. Throws `invalid_request` at the time limit; the remedy is a shorter period or a filter. */
export async function atOneMoment<T>(
  pool: pg.Pool,
  work: (connection: Queryable) => Promise<T>,
  msMax: number = limits.reportMsMax,
): Promise<T> {
  try {
    return await transaction(pool, async (connection) => {
      await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await connection.query(`SET LOCAL statement_timeout = ${msMax}`);
      await connection.query(`SET LOCAL work_mem = '${limits.reportSortKilobytesMax}kB'`);
      // Compiling a statement that runs once costs more than it saves.
      await connection.query('SET LOCAL jit = off');
      return work(connection);
    });
  } catch (error) {
    if (sqlStateOf(error) !== queryCancelled) throw error;
    throw new ApiError(
      'invalid_request',
      `the report took longer than ${msMax / limits.secondMs} seconds; ask for a shorter period, or narrow it to a campaign, an owner or a team`,
    );
  }
}

const queryCancelled = '57014';
