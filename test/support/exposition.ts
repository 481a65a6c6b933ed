/** The text of a scrape, read line by line: what is described, and each sample with its labels. */

/** One line of values. */
export interface Sample {
  /** As it is written: of a histogram with `_bucket`, `_sum` or `_count`. */
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface Exposition {
  /** Names with their types, as `# TYPE` says them. */
  types: ReadonlyMap<string, string>;
  samples: readonly Sample[];
}

/** Reads the text format of Prometheus. Throws for a line that is none. */
export function readExposition(text: string): Exposition {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, described, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (described !== undefined && type !== undefined) types.set(described, type);
    if (line === '' || line.startsWith('#')) continue;
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no sample: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, given]) => [
      label,
      given,
    ]);
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return { types, samples };
}

/** Returns the name of the metric that a sample is of. */
export function metricOf({ name }: Sample, { types }: Exposition): string {
  if (types.has(name)) return name;
  return name.replace(/_(?:bucket|sum|count)$/, '');
}
