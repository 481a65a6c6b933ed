/** The columns of reports in words: how rows differ, what can be drawn, and each value as text. Pure. */
import type { ReportName } from '../../../contract/api/api.ts';
import { amountInWords, dateInWords } from '../parts/format.ts';
import type { ReportRow } from './record-links.ts';

/** The columns by which rows differ, by how they are grouped. */
const keys: Readonly<Record<ReportName, Readonly<Record<string, readonly string[]>>>> = {
  campaigns: { campaign: ['campaign'], rule: ['rule', 'campaign', 'programme'] },
  salesmen: { owner: ['owner', 'team'], team: ['team'] },
  forecast: {
    stage: ['stage', 'pipeline', 'probability', 'currency'],
    month: ['month', 'currency'],
    owner: ['owner', 'currency'],
  },
  products: { '': ['product', 'currency'] },
  customers: { '': ['name', 'currency', 'customer', 'kind'] },
  deadlines: { owner: ['owner', 'team'], team: ['team'], campaign: ['campaign'], tier: ['tier'] },
  'same-day': { '': ['user', 'timeZone'] },
  'late-logging': { '': ['user', 'activity'] },
  rules: { '': ['rule', 'programme', 'version'] },
};

/** Keys that say nothing to people. */
const unseen = ['customer', 'activity'];
/** What an empty key is called. */
const nobody: Readonly<Record<string, string>> = {
  owner: 'Nobody (queue)',
  team: 'No team',
  month: 'No date',
  campaign: 'No campaign',
};
/** The figure that is drawn first. */
const drawnFirst: Readonly<Record<ReportName, string>> = {
  campaigns: 'leads',
  salesmen: 'leads',
  forecast: 'weighted',
  products: 'offeredValue',
  customers: 'value',
  deadlines: 'keptShare',
  'same-day': 'sameDayShare',
  'late-logging': '',
  rules: 'precision',
};

const shares = [
  ...['conversion', 'keptShare', 'noOpportunityShare', 'winRate', 'sameDayShare'],
  ...['precision', 'precisionLow', 'precisionHigh'],
  ...['leadsOfProfiles', 'opportunitiesOfLeads', 'wonOfOpportunities'],
];
const amounts = [
  ...['unweighted', 'weighted', 'offeredValue', 'wonValue', 'averagePrice', 'listPrice'],
  ...['value', 'averageOrder', 'projectedYear'],
];

const named: Readonly<Record<string, string>> = {
  neverTouched: 'Never contacted',
  firstTouchHoursMedian: 'First touch, median',
  firstTouchHoursP90: 'First touch, slowest tenth',
  lateHoursMedian: 'Late by, median',
  lateHoursP90: 'Late by, slowest tenth',
  lateHoursMax: 'Late by, most',
  leadsOfProfiles: 'Leads of profiles',
  precisionLow: 'At least (95 %)',
  precisionHigh: 'At most (95 %)',
  winRate: 'Win rate',
  timeZone: 'Time zone',
};

/** `leadsOpen`: Leads open. */
export function columnInWords(column: string): string {
  const words = named[column] ?? column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The columns by which rows differ; `isShown`: those that people read. */
export function keyColumns(report: ReportName, by: string, isShown = true): readonly string[] {
  const all = keys[report][by] ?? Object.values(keys[report])[0] ?? [];
  return isShown ? all.filter((column) => !unseen.includes(column)) : all;
}

/** The columns that count something. */
export function figureColumns(report: ReportName, columns: readonly string[]): string[] {
  const ofKeys = new Set(Object.values(keys[report]).flat());
  return columns.filter((column) => !ofKeys.has(column));
}

/** What a row is, among the rows of its report and of another period. */
export function idOfRow(report: ReportName, by: string, row: ReportRow): string {
  return JSON.stringify(keyColumns(report, by, false).map((column) => row[column] ?? null));
}

/** What the page calls those that rows name by an address or an id. */
export interface Called {
  readonly colleague: (email: string) => string;
  /** Of a version of a pipeline, such as `emea/opportunity@1`. */
  readonly pipeline: (version: string) => string;
}

/** The keys that are addresses of colleagues. */
const colleagues = ['owner', 'user'];

/** A key in words; colleagues and pipelines are called as the page calls them. */
export function keyInWords(
  column: string,
  row: ReportRow,
  called: Called = { colleague: String, pipeline: String },
): string {
  const value = row[column];
  if (value === null || value === undefined) return nobody[column] ?? '';
  if (column === 'probability') return `${Number(value)} %`;
  if (colleagues.includes(column)) return called.colleague(String(value));
  if (column === 'pipeline') return called.pipeline(String(value));
  return column === 'tier' ? `Tier ${value}` : String(value);
}

/** Keys that follow from another: a stage has its probability, an amount its currency. */
const ofOthers = ['currency', 'kind', 'probability'];

/** The keys by which the rows of a chart differ: the first, and those of several values. */
export function differingKeys(report: ReportName, by: string, rows: readonly ReportRow[]): string[] {
  const names = keyColumns(report, by).filter((column) => !ofOthers.includes(column));
  const valuesOf = (column: string) =>
    new Set(rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined));
  return names.filter((column, index) => index === 0 || valuesOf(column).size > 1);
}

/** What of a row can be drawn: a column, of an amount with its currency, `wonValue.EUR`. */
export function drawable(
  report: ReportName,
  columns: readonly string[],
  rows: readonly ReportRow[],
): string[] {
  const found = figureColumns(report, columns).flatMap((column) => {
    const values = rows.map((row) => row[column]);
    if (amounts.includes(column)) {
      const currencies = rows.flatMap((row) => [...amountsIn(column, row).keys()]);
      return [...new Set(currencies)].sort().map((currency) => `${column}.${currency}`);
    }
    return values.some((value) => typeof value === 'number') ? [column] : [];
  });
  const first = (name: string) => Number(name.split('.')[0] !== drawnFirst[report]);
  return found.sort((a, b) => first(a) - first(b));
}

/** The amounts of a column by their currency. */
function amountsIn(column: string, row: ReportRow): Map<string, string> {
  const value = row[column];
  if (value === null || value === undefined) return new Map();
  if (typeof value === 'object') return new Map(Object.entries(value as Record<string, string>));
  return new Map([[String(row['currency']), String(value)]]);
}

/** The number of a figure in a row; null where it has none. */
export function numberOf(figure: string, row: ReportRow): number | null {
  const [column = '', currency] = figure.split('.');
  const value = currency === undefined ? row[column] : amountsIn(column, row).get(currency);
  return value === null || value === undefined || value === '' ? null : Number(value);
}

/** A figure in words, such as `Won value, EUR`. */
export function figureInWords(figure: string): string {
  const [column = '', currency] = figure.split('.');
  return currency === undefined ? columnInWords(column) : `${columnInWords(column)}, ${currency}`;
}

/** The number of a figure as text. */
export function numberInWords(figure: string, value: number): string {
  const [column = '', currency] = figure.split('.');
  if (currency !== undefined) return amountInWords(value, currency);
  if (shares.includes(column))
    return `${(value * 100).toLocaleString(undefined, { maximumFractionDigits: 1 })} %`;
  if (/Hours/.test(column)) return `${value.toLocaleString()} h`;
  return value.toLocaleString();
}

/** A value of a table as text; empty where there is none. */
export function valueInWords(column: string, row: ReportRow): string {
  const value = row[column];
  if (value === null || value === undefined) return '';
  if (amounts.includes(column))
    return [...amountsIn(column, row)]
      .map(([currency, amount]) => amountInWords(amount, currency))
      .join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([reason, count]) => `${reason}: ${count}`)
      .join(', ');
  if (typeof value === 'number') return numberInWords(column, value);
  return /At$/.test(column) ? dateInWords(String(value)) : String(value);
}

/** How a figure has changed: `+3`, `−12.5 points`; null where one of both is missing. */
export function changeInWords(figure: string, before: number | null, now: number | null): string | null {
  if (before === null || now === null) return null;
  const sign = now > before ? '+' : now < before ? '−' : '±';
  const difference = Math.abs(now - before);
  if (!shares.includes(figure)) return `${sign}${numberInWords(figure, difference)}`;
  return `${sign}${(difference * 100).toLocaleString(undefined, { maximumFractionDigits: 1 })} points`;
}
