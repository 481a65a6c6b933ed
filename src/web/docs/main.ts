/** The API as a page: Swagger UI on the document of this installation, in the colours of the system. */
import viewer from 'swagger-ui-dist/swagger-ui-bundle.js?url';
import 'swagger-ui-dist/swagger-ui.css';
import './docs.css';
import { resolvedPart } from './references.ts';

declare global {
  /** Of the viewer's script. */
  var SwaggerUIBundle: (options: object) => unknown;
}

const main = document.querySelector('#api') as HTMLElement;
const dark = matchMedia('(prefers-color-scheme: dark)');

function followSystem(): void {
  document.documentElement.classList.toggle('dark-mode', dark.matches);
}

/**
 * The viewer's own resolver makes a model of the whole document for each operation that is opened: six seconds for 800 kB. Ours looks up
 * only what the operation names.
 */
const quickReferences = () => ({
  fn: {
    resolveSubtree: async (document: object, path: readonly string[]) => ({
      spec: resolvedPart(document, path),
      errors: [],
    }),
  },
});

function show(): void {
  main.textContent = '';
  SwaggerUIBundle({
    url: '/docs/openapi.json',
    domNode: main,
    plugins: [quickReferences],
    deepLinking: true,
    docExpansion: 'none',
    filter: true,
    // Each shape stands where it is used; a list of all of them makes the page slow.
    defaultModelsExpandDepth: -1,
    showExtensions: true,
    // Nothing is sent to a validator of others.
    validatorUrl: null,
    // Reading may be tried out, with the log-in of the browser or the token. Nobody changes a record by a click here.
    supportedSubmitMethods: ['get'],
  });
}

followSystem();
dark.addEventListener('change', followSystem);
// A file of its own: it is large, made by others, and the build leaves it as it is.
const script = document.createElement('script');
script.src = viewer;
script.onload = show;
script.onerror = () => {
  main.textContent = 'The viewer cannot be loaded. The document is at /docs/openapi.json.';
};
document.head.append(script);
