/** Dashboards of Grafana from rows of panels: place, size, colours and the JSON around them. Pure. */

/** What one panel shows. */
export interface Panel {
  title: string;
  /** What a reader should know, as its tooltip. */
  says: string;
  /** The last value in large, or lines over time. */
  kind: 'value' | 'lines';
  /** As Grafana names it. */
  unit: 's' | 'percentunit' | 'short' | 'eps' | 'ops' | 'bytes' | 'none';
  queries: readonly Query[];
  /** From where on it is shown in orange and in red. Where the second is smaller, low values are bad. */
  bounds?: readonly [warn: number, bad: number];
}

export interface Query {
  expr: string;
  /** How it is called in the legend, with `{{label}}`. */
  legend: string;
}

export interface Dashboard {
  /** The name of its file, and its id in Grafana. */
  id: string;
  title: string;
  says: string;
  /** Whether its panels take the variable `$instance`. */
  ofInstances?: true;
  rows: readonly { title: string; panels: readonly Panel[] }[];
}

/** The window of rates: Grafana makes it wide enough for the scrapes. */
export const window = '$__rate_interval';

const columns = 24;
const heights: Record<Panel['kind'], number> = { value: 4, lines: 8 };
const [good, warn, bad] = ['green', 'orange', 'red'] as const;
/** How Grafana writes a variable. */
const variable = (name: string) => `\${${name}}`;
const source = { type: 'prometheus', uid: variable('datasource') };

/** Returns the dashboard as Grafana imports it. */
export function dashboardJson({ id, title, says, ofInstances, rows }: Dashboard): string {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      collapsed: false,
      title: row.title,
      gridPos: { h: 1, w: columns, x: 0, y },
      panels: [],
    });
    y += 1;
    const w = Math.floor(columns / row.panels.length);
    const h = Math.max(...row.panels.map(({ kind }) => heights[kind]));
    row.panels.forEach((panel, index) => {
      panels.push({ id: panels.length + 1, gridPos: { h, w, x: index * w, y }, ...panelJson(panel) });
    });
    y += h;
  }
  const dashboard = {
    ...{ uid: `scoville-${id}`, title, description: says, tags: ['scoville'], schemaVersion: 39, version: 1 },
    ...{
      editable: true,
      graphTooltip: 1,
      refresh: '30s',
      time: { from: 'now-6h', to: 'now' },
      timezone: 'browser',
    },
    templating: { list: [sourceVariable, ...(ofInstances ? [instanceVariable] : [])] },
    links: [
      {
        type: 'dashboards',
        tags: ['scoville'],
        title: 'Scoville',
        asDropdown: false,
        keepTime: true,
        includeVars: true,
      },
    ],
    panels,
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

const sourceVariable = { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' };
const instances = 'label_values(scoville_build_info, instance)';
const instanceVariable = {
  ...{ name: 'instance', label: 'Process', type: 'query', datasource: source, refresh: 2, sort: 1 },
  ...{ query: instances, definition: instances, multi: true, includeAll: true, allValue: '.*' },
  current: { text: 'All', value: '$__all' },
};

function panelJson({ title, says, kind, unit, queries, bounds }: Panel): object {
  const isLines = kind === 'lines';
  // A value that is bad at 0 may fall below it.
  const mayFall = bounds?.[1] === 0;
  const look = isLines
    ? linesLook
    : { graphMode: 'area', colorMode: 'value', reduceOptions: { calcs: ['lastNotNull'] } };
  return {
    ...{ type: isLines ? 'timeseries' : 'stat', title, description: says, datasource: source },
    targets: queries.map(({ expr, legend }, index) => ({
      ...{
        refId: String.fromCharCode('A'.charCodeAt(0) + index),
        datasource: source,
        expr,
        legendFormat: legend,
      },
      ...(isLines ? { range: true } : { range: true, instant: false }),
    })),
    fieldConfig: {
      defaults: {
        ...{
          unit,
          ...(unit === 'percentunit' && { max: 1, decimals: 2 }),
          ...(isLines && !mayFall && { min: 0 }),
        },
        color: { mode: isLines ? 'palette-classic' : 'thresholds' },
        thresholds: { mode: 'absolute', steps: stepsOf(bounds) },
        ...(isLines && {
          custom: {
            fillOpacity: 10,
            showPoints: 'never',
            thresholdsStyle: { mode: bounds ? 'dashed' : 'off' },
          },
        }),
      },
      overrides: [],
    },
    options: look,
  };
}

const linesLook = {
  legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true },
  tooltip: { mode: 'multi', sort: 'desc' },
};

/** Colours by value: each step begins where it says, the first everywhere below. */
function stepsOf(bounds: Panel['bounds']): { color: string; value: number | null }[] {
  if (bounds === undefined) return [{ color: good, value: null }];
  const [first, second] = bounds;
  const colours = first <= second ? [good, warn, bad] : [bad, warn, good];
  const values = [null, Math.min(first, second), Math.max(first, second)];
  return colours.map((color, index) => ({ color, value: values[index] ?? null }));
}
