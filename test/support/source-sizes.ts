/** Sizes of the source: the widest interfaces and classes, the longest functions, the most parameters, the largest rooms. */
import path from 'node:path';
import type { SourceFile } from './source-text.ts';
import { isNode, type Node, treeOf } from './source-tree.ts';

/** One thing measured: its name, its file, how large it is. */
export interface Size {
  name: string;
  filePath: string;
  size: number;
}

export interface Sizes {
  /** Members of an interface. */
  interfaces: Size[];
  /** Methods that others than the class may call, with those that only read or set. */
  classes: Size[];
  /** Lines of a function. */
  functions: Size[];
  /** Parameters of a function. */
  parameters: Size[];
  /** Lines of a room; of the pages, lines of a folder. */
  rooms: Size[];
}

/** Measures every file; each list begins with the largest. */
export function sizesOf(files: readonly SourceFile[]): Sizes {
  const sizes: Sizes = { interfaces: [], classes: [], functions: [], parameters: [], rooms: [] };
  const linesOf = new Map<string, number>();
  for (const file of files) {
    measure(file, sizes);
    const room = measuredRoomOf(file);
    linesOf.set(room, (linesOf.get(room) ?? 0) + file.lines);
  }
  sizes.rooms = [...linesOf].map(([name, size]) => ({ name, filePath: `src/${name}`, size }));
  for (const list of Object.values(sizes)) list.sort((a: Size, b: Size) => b.size - a.size);
  return sizes;
}

/** A browser loads the pages of the console one by one: each of their folders is measured as a room. */
function measuredRoomOf({ room, filePath }: SourceFile): string {
  return room === 'web' ? path.posix.relative('src', path.posix.dirname(filePath)) : (room ?? 'src');
}

function measure(file: SourceFile, sizes: Sizes): void {
  const { filePath, text } = file;
  const said = ({ start, end }: Node) => text.slice(start, end);
  /** `name`: of the variable, property or method that a function is the value of. */
  const visit = (node: Node, name: string | null) => {
    if (node.type === 'TSInterfaceDeclaration') {
      const { body } = node['body'] as { body: unknown[] };
      sizes.interfaces.push({ name: said(node['id'] as Node), filePath, size: body.length });
    }
    if (node.type === 'ClassDeclaration') {
      const { body } = node['body'] as { body: Node[] };
      const names = new Set(body.filter(isPublic).map(({ key }) => said(key as Node)));
      sizes.classes.push({ name: said(node['id'] as Node), filePath, size: names.size });
    }
    const parameters = node['params'];
    if (/Function/.test(node.type) && Array.isArray(parameters)) {
      const line = text.slice(0, node.start).split('\n').length;
      const own = node['id'] ? said(node['id'] as Node) : (name ?? `function at line ${line}`);
      sizes.functions.push({ name: own, filePath, size: said(node).split('\n').length });
      sizes.parameters.push({ name: own, filePath, size: parameters.length });
    }
    const named = (node['id'] ?? node['key']) as Node | undefined;
    for (const [field, value] of Object.entries(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child))
          visit(child, named && (field === 'init' || field === 'value') ? said(named) : null);
  };
  visit(treeOf(file), null);
}

function isPublic({ type, kind, key }: Node): boolean {
  return type === 'MethodDefinition' && kind !== 'constructor' && (key as Node).type !== 'PrivateIdentifier';
}
