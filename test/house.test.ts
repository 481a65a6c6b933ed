/** The plan of the house: rooms, their order and their doors, no knots between them, and the sizes that nobody needs an excuse for. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pageParts, rooms } from './support/rooms-in-order.ts';
import { type Size, sizesOf } from './support/source-sizes.ts';
import {
  doorOf,
  errorsOf,
  filePaths,
  filesBelow,
  filesOfClone,
  importsOf,
  roomOf,
  type SourceFile,
  sources,
} from './support/source-text.ts';

const wingOf = (room: string) => room.split('/')[0] ?? '';

/** What a room may not know although it stands before it: the other wing, and for the outer rooms all but what is named. */
const mayKnow: { rooms: (room: string) => boolean; known: (target: string) => boolean; why: string }[] = [
  {
    rooms: (room) => wingOf(room) === 'sales',
    known: (target) => wingOf(target) !== 'engine',
    why: 'sales knows of the engine the tier updates in its stream alone, by the contract',
  },
  {
    rooms: (room) => wingOf(room) === 'engine',
    known: (target) => wingOf(target) !== 'sales',
    why: 'the engine runs with no sales room loaded',
  },
  {
    rooms: (room) => wingOf(room) === 'web',
    known: (target) => wingOf(target) === 'contract' || target === 'base/text',
    why: 'the pages know the contract and texts alone',
  },
  {
    rooms: (room) => wingOf(room) === 'setup',
    known: (target) => target === 'base/kernel',
    why: 'set-up runs before the product',
  },
];

const pureRooms = [
  'base/text',
  'base/kernel',
  'base/time',
  'contract/language',
  'contract/api',
  'engine/scoring',
];

/** Sizes that need no excuse. A piece that grows beyond one is two pieces. */
const sizesMax = { interfaces: 20, classes: 20, functions: 100, parameters: 6 };
/** The largest room, or place of the pages, may have this part of all lines. */
const roomPartMax = 0.2;

/** A role opens what it needs by the doors of rooms, and decides nothing itself. */
const roleLines = 60;

/** A file of the top level that some rooms may know: what starts the product, or calls it, reads the settings. */
const settings = 'src/environment.ts';
const knowsSettings = (room: string) => room === 'roles' || room === 'commands';

/** The typed client: a package of its own, by which the pages call the API as any other program. */
const client = 'clients/typescript/client.js';

const pagePartOf = (filePath: string) => /^src\/web\/console\/([^/]+)\//.exec(filePath)?.[1] ?? null;

const order = (room: string) => rooms.indexOf(room);
const outside = (file: SourceFile) =>
  importsOf(file).filter((to) => to.room !== file.room && !(file.room === 'web' && to.target === client));

describe('rooms', () => {
  test('the source is there to be judged', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(1_000);
    expect(new Set(sources.map(({ room }) => room)).size).toBeGreaterThan(25);
  });

  test('every folder of src is a known room', () => {
    const unknown = ({ room }: SourceFile) =>
      room === null || rooms.includes(room) ? [] : [`no room ${room}`];
    expect(errorsOf(sources, unknown)).toEqual([]);
  });

  test('a room imports only rooms before it', () => {
    const errors = errorsOf(sources, (file) => {
      const { room } = file;
      if (room === null) return [];
      return outside(file)
        .filter((to) => !(knowsSettings(room) && to.target === settings))
        .filter((to) => to.room === null || order(to.room) >= order(room))
        .map((to) => `imports ${to.target}`);
    });
    expect(errors).toEqual([]);
  });

  test('a part of the pages imports only parts before it', () => {
    const errors = errorsOf(sources, (file) => {
      const part = pagePartOf(file.filePath);
      if (part === null) return [];
      return importsOf(file)
        .map(({ target }) => ({ target, other: pagePartOf(target) }))
        .filter(({ other }) => other !== null && other !== part)
        .filter(({ other }) => pageParts.indexOf(other ?? '') >= pageParts.indexOf(part))
        .map(({ target }) => `imports ${target}`);
    });
    expect(errors).toEqual([]);
    const found = sources.flatMap(({ filePath }) => pagePartOf(filePath) ?? []);
    expect([...new Set(found)].sort()).toEqual([...pageParts].sort());
  });

  test('a wing knows nothing of the other', () => {
    const errors = errorsOf(sources, (file) => {
      const { room } = file;
      if (room === null) return [];
      const rules = mayKnow.filter((rule) => rule.rooms(room));
      return outside(file).flatMap((to) =>
        rules.filter((rule) => !rule.known(to.room ?? '')).map((rule) => `imports ${to.target}: ${rule.why}`),
      );
    });
    expect(errors).toEqual([]);
  });

  test('a pure room imports only pure rooms', () => {
    const errors = errorsOf(sources, (file) => {
      if (!pureRooms.includes(file.room ?? '')) return [];
      return outside(file)
        .filter((to) => !pureRooms.includes(to.room ?? ''))
        .map((to) => `imports ${to.target}`);
    });
    expect(errors).toEqual([]);
  });

  test('another room is entered by its door', () => {
    const errors = errorsOf(sources, (file) =>
      outside(file)
        .filter((to) => to.room !== null && to.target !== doorOf(to.room))
        .map((to) => `imports ${to.target}, not the door ${doorOf(to.room ?? '')}`),
    );
    expect(errors).toEqual([]);
  });

  test('a room has a door', () => {
    const withDoor = new Set(sources.map(({ filePath }) => filePath));
    const closed = rooms.filter((room) => room !== 'web' && !withDoor.has(doorOf(room)));
    expect(closed).toEqual([]);
  });
});

describe('starts', () => {
  /** Returns the files that are loaded with one, itself among them: not what it names as a type, nor what it imports only when needed. */
  const loadedWith = (filePath: string, loaded = new Set<string>()): Set<string> => {
    const file = sources.find((one) => one.filePath === filePath);
    if (file === undefined || loaded.has(filePath)) return loaded;
    loaded.add(filePath);
    const code = file.code.replace(/\b(?:import|export) type [^;]*;|\bimport\(/g, '');
    for (const { target } of importsOf({ ...file, code })) loadedWith(target, loaded);
    return loaded;
  };

  test('the program loads every role with it', () => {
    expect([...loadedWith('src/main.ts')]).toEqual(
      expect.arrayContaining(['src/sales/sales.ts', 'src/console/console.ts', 'src/engine/ingest/ingest.ts']),
    );
  });

  test('the command line loads no part of the program before a command needs it', () => {
    const loaded = [...loadedWith('src/cli.ts')];
    expect(loaded).toContain('src/commands/commands.ts');
    const parts = ['sales', 'console', 'backup', 'roles', 'engine'];
    const known = loaded.filter((one) => parts.includes(wingOf(roomOf(one) ?? '')));
    // `check` runs the examples of a programme.
    expect(known.filter((one) => roomOf(one) !== 'engine/scoring')).toEqual([]);
  });
});

describe('sizes', () => {
  const sizes = sizesOf(sources);

  test.for(['ingest', 'worker', 'console'])('the role %s starts in a file below 60 lines', (role) => {
    const file = sources.find(({ filePath }) => filePath === `src/roles/${role}.ts`);
    expect(file?.code.split('\n').length).toBeLessThan(roleLines);
  });

  test('are measured and listed', () => {
    const listed = Object.entries(sizes).map(
      ([kind, list]) => `${kind}: ${list.slice(0, 5).map(inWords).join(', ')}`,
    );
    process.stdout.write(`largest ${listed.join('\nlargest ')}\n`);
    expect(sizes.functions.length).toBeGreaterThan(1_000);
    expect(sizes.interfaces.length).toBeGreaterThan(200);
    expect(sizes.classes.length).toBeGreaterThan(50);
  });

  test.for(Object.entries(sizesMax))('no %s above %i', ([kind, sizeMax]) => {
    const large = sizes[kind as keyof typeof sizesMax].filter(({ size }) => size > sizeMax);
    expect(large.map(inWords)).toEqual([]);
  });

  test('no room holds more than a fifth of the lines', () => {
    const all = sizes.rooms.reduce((sum, { size }) => sum + size, 0);
    expect(sizes.rooms.filter(({ size }) => size > all * roomPartMax).map(inWords)).toEqual([]);
  });
});

function inWords({ name, filePath, size }: Size): string {
  const room = roomOf(filePath);
  return `${size} ${name}${room === null ? '' : ` (${path.posix.relative('src', filePath)})`}`;
}

test.skipIf(filesOfClone() === null)('the files are found without git too, as on a bare machine', () => {
  expect(filesBelow().sort()).toEqual([...filePaths].sort());
});
