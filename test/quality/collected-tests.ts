/** Stands in for vitest in a mutation run: collects the tests of a file, so that one process runs them again and again. */
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';

export { expect };

export interface CollectedTest {
  id: string;
  name: string;
  file: string;
  run: () => unknown;
}

type Run = (...row: unknown[]) => unknown;

let collected: CollectedTest[] = [];
let file = '';
let titles: string[] = [];

/** Loads the files and returns their tests in order. */
export async function collectTests(files: readonly string[]): Promise<readonly CollectedTest[]> {
  collected = [];
  titles = [];
  for (const next of files) {
    file = next;
    await import(pathToFileURL(next).href);
  }
  return collected;
}

function add(title: string, run: () => unknown): void {
  const name = [...titles, title].join(' > ');
  collected.push({ id: `${file}#${name}`, name, file, run });
}

function addGroup(title: string, declare: () => unknown): void {
  titles = [...titles, title];
  declare();
  titles = titles.slice(0, -1);
}

/** The function among the arguments of a test: options or a time limit may stand beside it. */
function functionIn(given: readonly unknown[]): Run {
  const found = given.find((one) => typeof one === 'function');
  if (found === undefined) throw new Error(`a test of ${file} has no function`);
  return found as Run;
}

const eachOf =
  (declare: typeof add, isSpread: boolean) =>
  (rows: readonly unknown[]) =>
  (title: string, ...given: unknown[]): void => {
    const run = functionIn(given);
    rows.forEach((row, index) => {
      declare(`${title} #${index + 1}`, () => (isSpread && Array.isArray(row) ? run(...row) : run(row)));
    });
  };

export const test = Object.assign(
  (title: string, ...given: unknown[]): void => add(title, functionIn(given)),
  { each: eachOf(add, true), for: eachOf(add, false) },
);

export const describe = Object.assign(
  (title: string, ...given: unknown[]): void => addGroup(title, functionIn(given)),
  { each: eachOf(addGroup, true), for: eachOf(addGroup, false) },
);
