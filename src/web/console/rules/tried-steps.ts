/** Steps of somebody who is tried: in words, and the moments on the slider. Pure. */

/** As in a file of examples. */
export interface TriedStep {
  page?: string | undefined;
  track?: string | undefined;
  identify?: Record<string, unknown> | undefined;
  properties?: Record<string, unknown> | undefined;
  /** What sales knows from then on. */
  sales?: { leadStatus?: string | readonly string[] | undefined; customer?: boolean | undefined } | undefined;
  /** Time since the step before. */
  after?: string | undefined;
}

/** What sales knows, as a form has it. */
export interface SalesStep {
  /** Of all open leads; none is no lead. */
  leadStatus: readonly string[];
  customer: boolean;
}

/** Sales knows nothing of them yet. */
export const unknownToSales: SalesStep = { leadStatus: [], customer: false };

export function stepInWords({ page, track, identify, sales, properties = {} }: TriedStep): string {
  if (sales !== undefined) return salesInWords(sales);
  const said = Object.entries(identify ?? properties)
    .filter(([name]) => name !== 'path')
    .map(([name, value]) => (Array.isArray(value) ? `${value.length} ${name}` : `${name} ${String(value)}`))
    .join(', ');
  const what = page !== undefined ? `looks at ${page}` : track !== undefined ? track : 'says';
  return said === '' ? what : `${what} (${said})`;
}

function salesInWords({ leadStatus = [], customer }: NonNullable<TriedStep['sales']>): string {
  const statuses = [leadStatus].flat().join(', ');
  const of = [
    ...(statuses === '' ? [] : [`lead ${statuses}`]),
    ...(customer === undefined ? [] : [customer ? 'a customer' : 'no customer']),
  ];
  return `sales knows: ${of.length === 0 ? 'nothing' : of.join(', ')}`;
}

/** Names and values as somebody types them: `category: product-demo, pages: 3`. What has no value is left out. */
export function propertiesIn(text: string): Record<string, string | number | boolean> {
  return Object.fromEntries(
    text.split(',').flatMap((part): [string, string | number | boolean][] => {
      const [, name = '', value = ''] =
        /^\s*([^:=\s](?:[^:=]*[^:=\s])?)\s*[:=]\s*(.*\S)\s*$/.exec(part) ?? [];
      if (name === '' || value === '') return [];
      if (value === 'true' || value === 'false') return [[name, value === 'true']];
      return [[name, /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value]];
    }),
  );
}

/** How long after the step before, as people say it: `2 days 23 hours`. */
export function afterInWords(after = '1 minute'): string {
  const seconds = /^(\d+) seconds$/.exec(after)?.[1];
  return seconds === undefined ? after : sinceInWords(Number(seconds) * 1_000);
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Time since the first step, in its two largest units: `1 day 2 hours`. */
export function sinceInWords(ms: number): string {
  let left = ms;
  const parts: string[] = [];
  for (const [unit, unitMs] of units) {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? 'at once' : parts.join(' ');
}
