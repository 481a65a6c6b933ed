/** A document of a sales process with its words filled in, and its form as HTML. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { escapedHtml } from '../../base/text/text.ts';

/** What a document shows. */
export interface DocumentContent {
  title: string;
  /** Paragraphs, each of lines. */
  paragraphs: string[][];
  /** The items of the record, each value as it is shown; null where the document shows none. */
  items: DocumentItem[] | null;
  /** The language of the process, such as `en-GB`. */
  language: string;
}

export interface DocumentItem {
  product: string;
  quantity: string;
  unitPrice: string;
  amount: string;
}

export const itemTitles = ['Product', 'Quantity', 'Unit price', 'Amount'] as const;

/** The values of an item in the order of its titles. */
export const valuesOf = ({ product, quantity, unitPrice, amount }: DocumentItem) => [
  product,
  quantity,
  unitPrice,
  amount,
];

/** A text as paragraphs of lines: an empty line ends a paragraph. */
export function paragraphsOf(text: string): string[][] {
  return text
    .slice(0, limits.documentTextLengthMax)
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) => paragraph.split('\n').map((line) => line.trimEnd()))
    .filter((lines) => lines.some((line) => line !== ''));
}

/** Characters that the font of our PDFs has and that run from left to right: Latin, Greek and Cyrillic letters, signs, currencies. */
const printable =
  /^[ -~\u00a0-\u024f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490-\u04ff\u1e00-\u1efb\u2010-\u2015\u2018-\u201f\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u20a6\u20a9-\u20ad\u20b1\u20b4\u20b9\u20ba\u20bd\u2116\u2122\u2212]*$/u;

/** Whether a PDF shows every character of it. */
export function isPrintable({ title, paragraphs, items }: DocumentContent): boolean {
  return printable.test([title, ...paragraphs.flat(), ...(items ?? []).flatMap(valuesOf)].join(''));
}

export function htmlOf({ title, paragraphs, items, language }: DocumentContent): string {
  const row = (values: readonly string[], cell: string) =>
    `<tr>${values.map((value) => `<${cell}>${escapedHtml(value)}</${cell}>`).join('')}</tr>`;
  return [
    '<!doctype html>',
    `<html lang="${escapedHtml(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapedHtml(title)}</title>`,
    '<style>body { font-family: sans-serif; line-height: 1.5; max-width: 45em; margin: 3em auto; padding: 0 1em }',
    'table { border-collapse: collapse; width: 100% } th, td { text-align: left; border-bottom: 1px solid; padding: 0.3em }',
    'th:not(:first-child), td:not(:first-child) { text-align: right }</style></head>',
    `<body><h1>${escapedHtml(title)}</h1>`,
    ...paragraphs.map((lines) => `<p>${lines.map(escapedHtml).join('<br>')}</p>`),
    ...(items === null
      ? []
      : ['<table>', row(itemTitles, 'th'), ...items.map((item) => row(valuesOf(item), 'td')), '</table>']),
    '</body></html>',
    '',
  ].join('\n');
}
