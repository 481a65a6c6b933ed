/** What is learnt from: leads with their outcome, each with what the rules had given it when it was opened. Pure. */
import type { Row, Table } from './logistic.core.ts';

/** A rule that can be learnt about. */
export interface Feature {
  rule: string;
  label: string;
  /** Points of one payment today; of rungs those of the highest, of a number in the event the most. */
  today: number;
}

/** A lead as it was when it was opened; nothing later is in its row. */
export interface LeadSample {
  openedMs: number;
  /** When its outcome was known. */
  endedMs: number;
  won: 0 | 1;
  /** Leads of one person have the same number. */
  group: number;
  /** Today's score then, in points. */
  score: number;
  /** How many payments of each rule stood then: a column is the index of its feature. Half a payment is one that has half faded. */
  row: Row;
  /** Indexes of the features that had paid nothing then, and paid later. */
  later: readonly number[];
}

/** Leads in the order in which they were opened, always the same one. */
export function inOrderOfTime(samples: readonly LeadSample[]): LeadSample[] {
  return samples.toSorted((a, b) => a.openedMs - b.openedMs || a.endedMs - b.endedMs || a.group - b.group);
}

/** The table of some of the columns, renumbered in their order. */
export function tableOf(samples: readonly LeadSample[], columns: readonly number[]): Table {
  const renumbered = new Map(columns.map((column, index) => [column, index]));
  return {
    width: columns.length,
    won: samples.map(({ won }) => won),
    rows: samples.map(({ row }) => rowOf(row, renumbered)),
  };
}

function rowOf(row: Row, renumbered: ReadonlyMap<number, number>): Row {
  const kept = row.columns.flatMap((column, index) => {
    const to = renumbered.get(column);
    return to === undefined ? [] : [{ to, value: row.values[index] as number }];
  });
  return { columns: kept.map(({ to }) => to), values: kept.map(({ value }) => value) };
}

export interface OutcomeCounts {
  won: number;
  notWon: number;
}

export function outcomesOf(samples: readonly { won: 0 | 1 }[]): OutcomeCounts {
  const won = samples.reduce((sum, sample) => sum + sample.won, 0);
  return { won, notWon: samples.length - won };
}
