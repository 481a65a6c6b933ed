/**
 * The form in which the tests run, and the seed that repeats what they leave to chance.
 *
 * - `short` (`npm test`): each law once, in some five minutes.
 * - `whole` (`npm run test:whole`, and every run that names its files): also what `whole-form.ts` lists.
 * - `long` (`npm run test:faults`): the faults, over and over, with fresh seeds.
 */

const forms = ['short', 'whole', 'long'] as const;
type Form = (typeof forms)[number];

const variable = 'SCOVILLE_TESTS';
const given = process.env[variable];
if (given !== undefined && !forms.some((one) => one === given))
  throw new Error(`${variable} is "${given}": expected one of ${forms.join(', ')}.`);

/** More, larger and other inputs: minutes to hours. */
export const isLong = given === 'long';

/** Each law once. */
export const isShort = given === 'short';

/** Registers tests that the short form leaves out; `whole-form.ts` names their file with what proves the same there. */
export function inWholeForm(register: () => void): void {
  if (!isShort) register();
}

/** The form of a run by the arguments of vitest: whoever names a file wants all of it. */
export function formOfNamedFiles(args: readonly string[]): Form {
  const isFile = (arg: string, index: number) =>
    arg.endsWith('.test.ts') && !args[index - 1]?.startsWith('-');
  return args.some(isFile) ? 'whole' : 'short';
}

/** For the configuration, which is read before any worker starts: settles the form for all of them. */
export function settleForm(args: readonly string[]): Form {
  const form = (given ?? formOfNamedFiles(args)) as Form;
  process.env[variable] = form;
  return form;
}

const givenSeed = process.env['SCOVILLE_SEED'];
/** Whether the seed was given: then every form has it. */
export const isSeedGiven = givenSeed !== undefined;
/**
 * Printed by each test that uses it; a failing one can be given again. The other forms have always the same: what they find, they find on
 * every machine.
 */
export const seed = Number(givenSeed ?? (isLong ? Date.now() % 1_000_000 : 284_783));
