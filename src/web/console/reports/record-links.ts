/** The lists of records behind the figures of reports: which list, with which filters. Pure. */
import type { ReportName } from '../../../contract/api/api.ts';

/** A row of a report, or its total, as the API gives it. */
export type ReportRow = Record<string, unknown>;

/** A list of the console with its filters. */
export interface RecordLink {
  path: '/leads' | '/tasks' | '/opportunities' | '/deals' | '/orders' | '/reports/late-logging';
  search: Record<string, string>;
}

/** What a report was asked, as its answer says it. */
export interface AskedReport {
  report: ReportName;
  by: string;
  /** Bounds of the period, moments in ISO 8601; null without bound. */
  from: string | null;
  to: string | null;
  /** The days of the question, which the forecast compares with days of closing. */
  days: { from?: string | undefined; to?: string | undefined };
  filters: {
    owner?: string | undefined;
    team?: string | undefined;
    process?: string | undefined;
    campaign?: string | undefined;
  };
  /** The kind of the records of a version of a pipeline; null where it is not known. */
  kindOf?: (version: string) => string | null;
}

type Search = Record<string, string>;
type Columns = Readonly<
  Record<string, (row: ReportRow, asked: AskedReport, isTotal: boolean) => RecordLink[]>
>;

/**
 * Returns the lists whose records are those that a figure counts; none where no list has just these. Of several lists, all
 * together are.
 */
export function recordsBehind(
  column: string,
  row: ReportRow,
  asked: AskedReport,
  isTotal = false,
): RecordLink[] {
  return columns[asked.report][column]?.(row, asked, isTotal) ?? [];
}

/** Without what is undefined. */
function given(search: Record<string, string | null | undefined>): Search {
  return Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const period = (name: string, { from, to }: AskedReport) =>
  given({ [`${name}From`]: from, [`${name}To`]: to });

/** What a row differs by from the others of its report; null where no filter says that. */
function keyOf(row: ReportRow, { by, filters }: AskedReport, isTotal: boolean): Search | null {
  const asked = given(filters);
  if (isTotal) return asked;
  const value = row[by] === null || row[by] === undefined ? null : String(row[by]);
  if (value !== null) return { ...asked, [by]: value };
  if (by === 'owner') return { ...asked, unowned: 'true' };
  return by === 'team' ? { ...asked, teamless: 'true' } : null;
}

/** A list of one path, narrowed by its row and by more. */
const listing =
  (path: RecordLink['path'], time: string, more: Search = {}): Columns[string] =>
  (row, asked, isTotal) => {
    const key = keyOf(row, asked, isTotal);
    return key === null ? [] : [{ path, search: { ...key, ...more, ...period(time, asked) } }];
  };

const everyDeadline = 'kept,late,overdue,pending,cancelled';
const due = (deadline: string, more: Search = {}) => listing('/tasks', 'due', { deadline, ...more });
const opened = (more: Search = {}) => listing('/leads', 'created', { voided: 'false', ...more });
const sold = (end: string) => listing('/opportunities', 'closed', { end });

const ofCampaign =
  (more: Search): Columns[string] =>
  ({ campaign }, asked, isTotal) => {
    const { owner, team, process } = asked.filters;
    // The owner of an opportunity is not that of its lead.
    const isNarrowed = owner !== undefined || team !== undefined || process !== undefined;
    if (isNarrowed || asked.by !== 'campaign') return [];
    const counting = isTotal ? inTotal(asked.filters.campaign) : given({ countsFor: textOf(campaign) });
    if (Object.keys(counting).length === 0) return [];
    return [{ path: '/opportunities', search: { ...counting, ...more, ...period('counted', asked) } }];
  };

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** The total counts an opportunity once, under however many campaigns it is. */
const inTotal = (campaign: string | undefined): Search =>
  campaign === undefined ? { countsForAny: 'true' } : { countsFor: campaign };

const leadsOfCampaign: Columns[string] = (row, asked, isTotal) => {
  if (asked.by === 'campaign') return opened()(row, asked, isTotal);
  const { campaign, programme, rule } = row;
  if (isTotal || typeof campaign !== 'string' || typeof programme !== 'string' || typeof rule !== 'string')
    return [];
  return [
    {
      path: '/leads',
      search: {
        ...{ ...given(asked.filters), campaign, programme, rule, voided: 'false' },
        ...period('created', asked),
      },
    },
  ];
};

/** A stage has records of the one kind of its pipeline; any other row has both. */
const forecast: Columns[string] = (row, asked, isTotal) => {
  const narrowed = isTotal ? given(asked.filters) : forecastKey(row, asked);
  const days = daysOf(row, asked, isTotal);
  const search = { ...narrowed, ...days, open: 'true', currency: String(row['currency']) };
  const kind = isTotal || asked.by !== 'stage' ? null : asked.kindOf?.(String(row['pipeline']));
  const opportunities = { path: '/opportunities', search } as const;
  const deals = { path: '/deals', search } as const;
  if (kind === 'opportunity') return [opportunities];
  return kind === 'deal' ? [deals] : [opportunities, deals];
};

function forecastKey(row: ReportRow, asked: AskedReport): Search {
  if (asked.by === 'owner') return keyOf(row, asked, false) ?? {};
  if (asked.by === 'month') return given(asked.filters);
  const [, pipeline, version] = /^(.*)@(\d+)$/.exec(String(row['pipeline'])) ?? [];
  return { ...given({ ...asked.filters, pipeline, version }), stage: String(row['stage']) };
}

/** The days of the expected close: those of the question, and of the month of a row. */
function daysOf({ month }: ReportRow, { by, days }: AskedReport, isTotal: boolean): Search {
  if (by !== 'month' || isTotal) return given({ expectedFrom: days.from, expectedTo: days.to });
  if (typeof month !== 'string') return { expected: 'false' };
  const [year = 0, ofYear = 0] = month.split('-').map(Number);
  const first = `${month}-01`;
  const next = new Date(Date.UTC(year, ofYear, 1)).toISOString().slice(0, 10);
  return {
    expectedFrom: days.from !== undefined && days.from > first ? days.from : first,
    expectedTo: days.to !== undefined && days.to < next ? days.to : next,
  };
}

const offered =
  (more: Search): Columns[string] =>
  ({ product, currency }, asked, isTotal) => {
    if (typeof product !== 'string' && !isTotal) return [];
    const search = {
      ...given(asked.filters),
      ...(typeof product === 'string' ? { product } : { hasItems: 'true' }),
      currency: String(currency),
      ...more,
      ...period('created', asked),
    };
    return [
      { path: '/opportunities', search: { ...search, voided: 'false' } },
      { path: '/orders', search: { ...search, repeatsItems: 'false' } },
    ];
  };

const ordered: Columns[string] = ({ customer, kind, currency }, asked, isTotal) => {
  const who: Search =
    kind === 'company' ? { company: String(customer) } : { person: String(customer), companyless: 'true' };
  const search = {
    ...given(asked.filters),
    ...(isTotal ? {} : who),
    ...{ end: 'won,done', currency: String(currency) },
    ...period('closed', asked),
  };
  return [{ path: '/orders', search }];
};

const rated =
  (...qualities: string[]): Columns[string] =>
  ({ programme, version, rule }, asked, isTotal) => {
    const isOne = typeof version === 'string' && typeof rule === 'string';
    if (!isOne && !isTotal) return [];
    const search = {
      ...given(asked.filters),
      ...(isOne ? { programme: String(programme), programmeVersion: version, rule } : { isScored: 'true' }),
    };
    return qualities.map((quality) => ({
      path: '/leads',
      search: { ...search, quality, ...period('created', asked) },
    }));
  };

const loggedLate: Columns[string] = ({ user }, { days, filters }, isTotal) => [
  {
    path: '/reports/late-logging',
    search: given({ ...filters, ...days, ...(!isTotal && { owner: String(user) }) }),
  },
];

const won = ofCampaign({ end: 'won' });
const columns: Readonly<Record<ReportName, Columns>> = {
  campaigns: { leads: leadsOfCampaign, opportunities: ofCampaign({}), won, wonValue: won },
  salesmen: {
    leads: opened(),
    leadsOpen: opened({ open: 'true' }),
    leadsConverted: opened({ end: 'won' }),
    neverTouched: opened({ touched: 'false' }),
    deadlines: due('kept,late,overdue'),
    deadlinesKept: due('kept'),
    deadlinesMissed: due('late,overdue'),
    noOpportunity: due(everyDeadline, { outcome: 'No opportunity' }),
    opportunitiesWon: sold('won'),
    opportunitiesLost: sold('lost'),
    wonValue: sold('won'),
  },
  forecast: { records: forecast, unweighted: forecast, weighted: forecast },
  products: {
    ...{ offers: offered({}), quantity: offered({}), offeredValue: offered({}), averagePrice: offered({}) },
    ...{
      won: offered({ end: 'won' }),
      wonQuantity: offered({ end: 'won' }),
      wonValue: offered({ end: 'won' }),
    },
    lost: offered({ end: 'lost' }),
  },
  customers: {
    ...{ orders: ordered, value: ordered, averageOrder: ordered },
    ...{ averageDaysBetween: ordered, projectedYear: ordered },
  },
  deadlines: {
    due: due(everyDeadline),
    kept: due('kept'),
    late: due('late'),
    overdue: due('overdue'),
    pending: due('pending'),
    cancelled: due('cancelled'),
    escalated: due(everyDeadline, { escalated: 'true' }),
  },
  'same-day': { late: loggedLate },
  'late-logging': {},
  rules: {
    leads: rated('good', 'junk'),
    precision: rated('good', 'junk'),
    good: rated('good'),
    junk: rated('junk'),
  },
};
