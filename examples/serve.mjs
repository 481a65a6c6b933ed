/**
 * Serves the pages of one example: `node examples/serve.mjs plain-page`.
 *
 * It replaces %SCOVILLE_URL% and the key of the page in index.html. Every address that is no file gets index.html,
 * as the hosting of a single-page app does it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { SCOVILLE_URL = 'http://127.0.0.1:4400', PORT = '4500' } = process.env;
const examples = ['order-form', 'plain-page', 'single-page-app'];
const example = process.argv[2] ?? '';

/** @param {string} message */
function stop(message) {
  console.error(message);
  process.exit(1);
}
if (!examples.includes(example))
  stop(`"${example}" is not an example with a page: expected ${examples.join(' or ')}.`);
const [keyName, keySource] =
  example === 'order-form'
    ? ['SCOVILLE_FORM_KEY', 'form key that "npm run scoville -- keys make" prints']
    : ['SCOVILLE_WRITE_KEY', 'write key that npm start prints'];
const key = process.env[keyName] ?? '';
if (!/^c[a-z0-9]{24}$/.test(key))
  stop(`${keyName} is missing: expected "c" and 24 of a-z0-9. Set it to the ${keySource}.`);
if (!/^https?:\/\/[^\s"'<>]+$/.test(SCOVILLE_URL))
  stop(`SCOVILLE_URL is "${SCOVILLE_URL}": expected an address such as http://127.0.0.1:4400.`);

const folder = new URL(`./${example}/`, import.meta.url);
const files = readdirSync(folder);
const page = readFileSync(new URL('index.html', folder), 'utf8')
  .replaceAll('%SCOVILLE_URL%', SCOVILLE_URL)
  .replaceAll(`%${keyName}%`, key);

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const name = pathname.slice(1);
  if (name.endsWith('.js') && files.includes(name)) {
    response
      .setHeader('content-type', 'text/javascript; charset=utf-8')
      .end(readFileSync(new URL(name, folder)));
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    console.log(`The ${example} example is at http://127.0.0.1:${address.port}/`);
});
