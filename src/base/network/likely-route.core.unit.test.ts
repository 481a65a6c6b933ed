/** Paths without a route, and the route that each probably means. */
import { expect, test } from 'vitest';
import { likeliestRoute, type Route, routeOf } from './likely-route.core.ts';

const routes: Route[] = [
  ...['track', 't', 'page', 'p', 'identify', 'batch', 'm'].map((name) => routeOf('POST', `/v1/${name}`)),
  ...['leads', 'leads/:id', 'tasks', 'people', 'keys', 'leads/:id/claim'].map((name) =>
    routeOf('GET', `/api/v1/${name}`),
  ),
  routeOf('POST', '/api/v1/people'),
  routeOf('GET', '/metrics'),
  routeOf('GET', '/'),
  ...['', 'leads', 'people', 'keys', 'trak'].map((name) => routeOf('GET', `/${name}`, true)),
];

test.each([
  ['POST', '/v1/trak', 'POST /v1/track'],
  ['POST', '/v1/Track', 'POST /v1/track'],
  ['POST', '/v1/tarck', 'POST /v1/track'],
  ['POST', '/v1/identfy', 'POST /v1/identify'],
  ['GET', '/v1/track', 'POST /v1/track'],
  ['POST', '/track', 'POST /v1/track'],
  ['GET', '/api/v1/lead', 'GET /api/v1/leads'],
  ['GET', '/v1/leads', 'GET /api/v1/leads'],
  ['GET', '/tasks', 'GET /api/v1/tasks'],
  ['GET', '/api/tasks', 'GET /api/v1/tasks'],
  ['GET', '/api/v1/lead/ld_17', 'GET /api/v1/leads/{id}'],
  ['POST', '/people', 'POST /api/v1/people'],
  ['POST', '/leads', 'GET /api/v1/leads'],
  ['POST', '/keys', 'GET /api/v1/keys'],
  ['POST', '/trak', 'POST /v1/track'],
  ['GET', '/leds', 'GET /leads'],
  ['POST', '/metrics', 'GET /metrics'],
  ['POST', '/', 'GET /'],
  ['POST', '/api/v1/poeple', 'POST /api/v1/people'],
  ['GET', '/api/v1/poeple', 'GET /api/v1/people'],
  ['GET', '/api/v1/leads/ld_17/clam', 'GET /api/v1/leads/{id}/claim'],
])('%s %s means %s', (method, path, meant) => {
  expect(likeliestRoute(method, path, routes)).toBe(meant);
});

test.each([
  ['GET', '/favicon.ico'],
  ['POST', '/v1/x'],
  ['POST', '/v1/whatever'],
  ['GET', '/api/v1/nothing'],
  ['GET', '/wp-login.php'],
  ['GET', `/api/v1/${'leads'.repeat(60)}`],
])('%s %s is like none', (method, path) => {
  expect(likeliestRoute(method, path, routes)).toBeNull();
});
