/** A document as a PDF: A4, a title, paragraphs, and the items of the record as a table. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type DocumentContent, itemTitles, valuesOf } from './document.core.ts';
import { sfntOf } from './woff.ts';

const require = createRequire(import.meta.url);
/** Read at the first document. */
const fonts = {
  plain: fontOf(require.resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff')),
  bold: fontOf(require.resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff')),
};

function fontOf(file: string): () => Buffer {
  let font: Buffer | null = null;
  return () => {
    font ??= sfntOf(readFileSync(file));
    return font;
  };
}

const sizes = { title: 18, text: 10.5 } as const;
const marginPoints = 62;

/** `createdAt` is the time in its properties: the same words of the same time make the same bytes. */
export async function pdfOf(content: DocumentContent, createdAt: Date): Promise<Buffer> {
  // Loaded at the first document: most processes make none.
  const { default: PDFDocument } = await import('pdfkit');
  const { title, paragraphs, items, language } = content;
  const pdf = new PDFDocument({
    size: 'A4',
    margin: marginPoints,
    font: '',
    lang: language,
    info: { Title: title, Creator: 'Scoville', CreationDate: createdAt, ModDate: createdAt },
    displayTitle: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.on('end', () => resolve(Buffer.concat(chunks)));
  pdf.on('error', reject);
  pdf.registerFont('plain', fonts.plain()).registerFont('bold', fonts.bold());
  pdf.font('bold').fontSize(sizes.title).text(title).moveDown();
  pdf.font('plain').fontSize(sizes.text);
  for (const lines of paragraphs) pdf.text(lines.join('\n'), { lineGap: 2 }).moveDown();
  if (items !== null)
    pdf.table({
      columnStyles: ['*', 80, 90, 90],
      defaultStyle: { border: [0, 0, 0.5, 0], padding: 4 },
      data: [
        itemTitles.map((text, column) => ({ text, align: alignOf(column), font: { src: 'bold' } })),
        ...items.map((item) => valuesOf(item).map((text, column) => ({ text, align: alignOf(column) }))),
      ],
    });
  pdf.end();
  return promise;
}

const alignOf = (column: number) => ({
  x: column === 0 ? ('left' as const) : ('right' as const),
  y: 'top' as const,
});
