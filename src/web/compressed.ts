/** Compressed copies of built assets, beside each: the server sends the one that a browser takes, and compresses nothing itself. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(?:js|css|svg)$/;
/** One packet carries as much: smaller files gain nothing. */
const bytesMin = 1_400;

const encodings = [
  {
    suffix: '.br',
    compress: (bytes: Buffer) =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  },
  {
    suffix: '.gz',
    compress: (bytes: Buffer) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  },
];

/** Writes `.br` and `.gz` beside each asset of these folders, after every other plugin has written its files. */
export function compressed(...folders: readonly string[]): Plugin {
  return {
    name: 'scoville-compressed',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        for (const folder of folders) await compressFolder(folder);
      },
    },
  };
}

/** Compresses the files of a folder that gain by it. */
export async function compressFolder(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => compressible.test(name));
  await Promise.all(names.map((name) => compressFile(join(folder, name))));
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length < bytesMin) return;
  await Promise.all(
    encodings.map(async ({ suffix, compress }) => {
      const smaller = await compress(bytes);
      if (smaller.length < bytes.length) await writeFile(file + suffix, smaller);
    }),
  );
}
