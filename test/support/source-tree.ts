/** The syntax trees of the source text, and the names that stand in them. */
import { parseSync } from 'vite';
import type { SourceFile } from './source-text.ts';

/** A node of the syntax tree (ESTree with TypeScript): what reads a tree reads these fields of it. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

/** Throws for a file that cannot be parsed. */
export function treeOf({ filePath, text }: SourceFile): Node {
  const { errors, program } = parseSync(filePath, text);
  if (errors.length > 0) throw new Error(`${filePath} cannot be parsed: ${errors[0]?.message}`);
  return program as unknown as Node;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Returns the names of the code that a word matches, each once; neither comments nor texts are of it. */
export function namesIn(file: SourceFile, word: RegExp): string[] {
  const names = new Set<string>();
  const visit = (node: Node) => {
    if (/Identifier$/.test(node.type) && word.test(String(node['name']))) names.add(String(node['name']));
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child);
  };
  // Most files have no such word anywhere, and are not parsed.
  if (file.code.match(/[#\w$]+/g)?.some((one) => word.test(one))) visit(treeOf(file));
  return [...names];
}
