/**
 * Prints the types of an OpenAPI document: reads the document from standard input, writes TypeScript.
 *
 * A process of its own, because `openapi-typescript` writes with the API of TypeScript 5. The compiler of this repository is
 * a later one, which has no API. The hook gives the package the one it asks for.
 */
import { registerHooks } from 'node:module';
import { json } from 'node:stream/consumers';

registerHooks({
  resolve: (specifier, context, next) => {
    const isOfGenerator = context.parentURL?.includes('/node_modules/openapi-typescript/') === true;
    return next(specifier === 'typescript' && isOfGenerator ? 'typescript-5' : specifier, context);
  },
});

const { default: typesOf, astToString } = await import('openapi-typescript');
const document = (await json(process.stdin)) as Parameters<typeof typesOf>[0];
// A field with a default may be left out of a request; answers have every field.
process.stdout.write(astToString(await typesOf(document, { alphabetize: true, defaultNonNullable: false })));
