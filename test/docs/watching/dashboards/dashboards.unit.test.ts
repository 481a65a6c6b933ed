/** The dashboards as Grafana reads them: panels side by side, colours in order, every word in its place. */
import { describe, expect, test } from 'vitest';
import { type Dashboard, dashboardJson, type Panel } from './dashboard.core.ts';
import { dashboards } from './dashboards.ts';

interface Shown {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string }[];
  fieldConfig?: {
    defaults: { min?: number; thresholds: { steps: { color: string; value: number | null }[] } };
  };
}

const shownOf = (dashboard: Dashboard) =>
  JSON.parse(dashboardJson(dashboard)) as {
    uid: string;
    panels: Shown[];
    templating: { list: { name: string }[] };
  };

describe.each(dashboards.map((dashboard) => [dashboard.id, dashboard] as const))(
  'the dashboard %s',
  (_id, dashboard) => {
    const { panels, templating } = shownOf(dashboard);

    test('lays its panels side by side in 24 columns, none over another', () => {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const { x, w } of panels.map(({ gridPos }) => gridPos)) expect(x + w).toBeLessThanOrEqual(24);
    });

    test('explains each panel, and names the variables that it uses', () => {
      const words = panels.filter(({ type }) => type !== 'row').map(({ description }) => description);
      for (const text of words) expect(text).toMatch(/^[A-Z].*\.$/);
      const used = JSON.stringify(panels).match(/\$(?!__)\{?(\w+)/g) ?? [];
      const known = templating.list.map(({ name }) => name);
      expect(
        [...new Set(used.map((name) => name.replace(/\W/g, '')))].filter((name) => !known.includes(name)),
      ).toEqual([]);
    });
  },
);

describe('the bounds of a panel', () => {
  const stepsOf = (bounds: Panel['bounds']) => {
    const panel: Panel = {
      ...{ title: 'One', says: 'One.', kind: 'value', unit: 'short' },
      ...{ queries: [{ expr: 'up', legend: 'up' }], ...(bounds && { bounds }) },
    };
    const { panels } = shownOf({
      id: 'one',
      title: 'One',
      says: 'One.',
      rows: [{ title: 'Row', panels: [panel] }],
    });
    return panels[1]?.fieldConfig?.defaults.thresholds.steps.map(({ color, value }) => [value, color]);
  };

  test('colour high values where they rise, low values where they fall', () => {
    expect(stepsOf([1, 20])).toEqual([
      [null, 'green'],
      [1, 'orange'],
      [20, 'red'],
    ]);
    expect(stepsOf([0.95, 0.9])).toEqual([
      [null, 'red'],
      [0.9, 'orange'],
      [0.95, 'green'],
    ]);
    expect(stepsOf(undefined)).toEqual([[null, 'green']]);
  });
});

test('what may be overspent is not cut at 0, and rates are', () => {
  const minOf = (title: string) => {
    const { panels } = shownOf(dashboards[0] as Dashboard);
    const found = panels.find((panel) => panel.title === title);
    return found?.fieldConfig?.defaults.min;
  };
  expect(minOf('Budget left')).toBeUndefined();
  expect(minOf('Events')).toBe(0);
});

test('the files have different ids', () => {
  expect(new Set(dashboards.map((one) => shownOf(one).uid)).size).toBe(dashboards.length);
});
