/**
 * The door of the console: the API for people and programs, log-in, and the built pages.
 *
 * Enters: requests with a bearer token or a session cookie. Leaves: what the other rooms answer, in the shapes of the
 * contract. It guarantees that nobody without a log-in sees a person; it decides nothing about scores or leads.
 */
import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { Reads } from '../base/database/database.ts';
import type { Drafts } from '../base/drafts/drafts.ts';
import { ApiError, type Clock } from '../base/kernel/kernel.ts';
import { type Allowed, noRouteDetail } from '../base/network/network.ts';
import type { Logger, Metrics, ProcessReport, Tracing } from '../base/telemetry/telemetry.ts';
import { type LogInOptions, type Setup, setupSchema, type UserRole } from '../contract/api/api.ts';
import type { Audits, Backtests, Suggestions } from '../engine/analysis/analysis.ts';
import type { Erasures } from '../engine/erasure/erasure.ts';
import type { EventImports } from '../engine/event-imports/event-imports.ts';
import type { History } from '../engine/history/history.ts';
import type { Acceptor } from '../engine/ingest/ingest.ts';
import type { KeyStore } from '../engine/keys/keys.ts';
import type { Profiles } from '../engine/processing/processing.ts';
import type { Publishing } from '../engine/programmes/programmes.ts';
import type { Keeper } from '../engine/restore/restore.ts';
import type { EventBudgets, Processes, Stream } from '../engine/stream/stream.ts';
import type { LiveStream } from '../sales/notifications/notifications.ts';
import type { Sales } from '../sales/sales.ts';
import { registerAccounts } from './accounts.ts';
import { registerActivities } from './activities.ts';
import { traceRequests } from './api-traces.ts';
import { registerAssignment } from './assignment.ts';
import { registerAttachments } from './attachments.ts';
import { registerAudits } from './audits.ts';
import { registerBulkActs } from './bulk-acts.ts';
import { registerCalendarFeeds, registerOwnCalendar } from './calendar.ts';
import { registerChannels } from './channels.ts';
import { registerCompanies } from './companies.ts';
import { registerDeadLetters } from './dead-letters.ts';
import { registerDeliveries } from './deliveries.ts';
import { registerDrafts } from './drafts.ts';
import { registerEventImports } from './event-imports.ts';
import { registerFailingProfiles } from './failing-profiles.ts';
import { registerForms } from './forms.ts';
import { registerHealth } from './health.ts';
import { registerImports } from './imports.ts';
import { registerInbox } from './inbox.ts';
import { registerIngestKeys } from './ingest-keys.ts';
import { parseJsonWithinDepth } from './json-body.ts';
import { registerLeads } from './leads.ts';
import { registerLive } from './live.ts';
import { registerMailLinks } from './mail-links.ts';
import { registerMerges } from './merges.ts';
import { type OidcLogIn, registerLogInOptions, registerOidc } from './oidc.ts';
import { registerOpenApi } from './openapi.ts';
import type { OpenApi } from './openapi-shapes.ts';
import { registerOrgUnits } from './org-units.ts';
import { registerOutlook } from './outlook.ts';
import { registerPages } from './pages.ts';
import { registerPeople } from './people.ts';
import { apiPrefix } from './permissions.ts';
import { registerPipelines } from './pipelines.ts';
import { registerPrivacy } from './privacy.ts';
import { problemHandler } from './problem.ts';
import { registerProfileContact } from './profile-contact.ts';
import { registerProfiles } from './profiles.ts';
import { registerProgrammes } from './programmes.ts';
import { registerQuarantine } from './quarantine.ts';
import { registerQuotations } from './quotations.ts';
import { registerRecords } from './records.ts';
import { registerRehearsal } from './rehearsal.ts';
import { registerReports } from './reports.ts';
import { registerRestores } from './restores.ts';
import { answers, docs } from './route-docs.ts';
import { registerRuleHealth } from './rule-health.ts';
import { registerSalesRules, registerSalesRuleTrials } from './sales-rules.ts';
import { registerSavedViews } from './saved-views.ts';
import { registerSecondFactor } from './second-factor.ts';
import { guard, registerSession } from './session.ts';
import { registerSessions } from './sessions.ts';
import { registerSuggestions } from './suggestions.ts';
import { registerTasks } from './tasks.ts';
import { recordActs, registerTrail } from './trail.ts';
import { refuseUnaskedQueries } from './unasked-query.ts';
import { takeBackAnswers } from './unchanged.ts';
import { registerUnreadUpdates } from './unread-updates.ts';
import { registerUsers } from './users.ts';
import { registerWork } from './work.ts';

export type { OidcLogIn } from './oidc.ts';
export { openOidcProvider } from './oidc-provider.ts';

/** How people and programs get in, beside passwords. */
export interface Access {
  apiToken: string;
  /** The log-in by a provider; null where the settings name none. */
  oidc: OidcLogIn | null;
  /** Roles whose log-ins by password need a second factor. */
  secondFactorRoles: readonly UserRole[];
  /** What the log-in page offers in demo mode; absent in every other. */
  demo?: (() => LogInOptions['demo']) | undefined;
}

/** Rooms of the engine wing, as the console enters them. */
export interface EngineRooms {
  profiles: Profiles;
  /** Takes events that people of ours say. */
  acceptor: Pick<Acceptor, 'trusted'>;
  history: Pick<
    History,
    'ledgerOf' | 'recognised' | 'ruleDays' | 'beginsAtMs' | 'historyOf' | 'profilesAfter'
  >;
  publishing: Publishing;
  drafts: Drafts;
  backtests: Backtests;
  suggestions: Suggestions;
  audits: Audits;
  keys: KeyStore;
  /** What addresses and form keys may still send. */
  budgets: EventBudgets;
  erasures: Erasures;
  eventImports: EventImports;
  keeper: Keeper;
  /** Where reports and backtests are read. */
  reads: Pick<Reads, 'replica'>;
  stream: Pick<Stream, 'backlog' | 'activation' | 'deadLetters' | 'failingProfiles'>;
}

/** What the console knows of the installation it serves. */
export interface Surroundings {
  /** Where people reach the console, as messages link to it. */
  publicUrl: () => string;
  /** What channels may reach besides the public internet. */
  outgoing: Allowed;
  /** What a newcomer needs: write key, snippet, curl, programmes. */
  setup: () => Omit<Setup, 'hasEvents'>;
  /** Sign links and pixels of mails: the first of them. */
  mailLinkSecrets: readonly string[];
  /** Folder of the built pages. */
  pagesDirectory: string;
}

export interface ConsoleOptions {
  sales: Sales;
  engine: EngineRooms;
  surroundings: Surroundings;
  access: Access;
  live: LiveStream;
  /** How often a quiet live stream says that it lives, and looks whether its log-in does. */
  liveHeartbeatMs?: number;
  /** How this process does, and what all report. */
  reporting: { report(): ProcessReport; processes: Processes };
  metrics: Metrics;
  clock: Clock;
  logger: Logger;
  tracing?: Tracing;
}

export async function registerConsole(root: FastifyInstance, options: ConsoleOptions): Promise<void> {
  /** Each route takes of them what it needs. */
  const rooms = { ...options, ...options.engine, ...options.surroundings, ...options.access };
  const { sales, logger, pagesDirectory } = rooms;
  let openapi: () => OpenApi = () => {
    throw new Error('the API is not registered yet');
  };
  await root.register(
    async (app) => {
      await app.register(cookie);
      openapi = await registerOpenApi(app);
      app.setErrorHandler(problemHandler(logger));
      parseJsonWithinDepth(app);
      app.setNotFoundHandler(async (request) => {
        throw new ApiError('not_found', noRouteDetail(request));
      });
      app.addHook('onRequest', guard(rooms));
      traceRequests(app, options.tracing);
      refuseUnaskedQueries(app);
      takeBackAnswers(app);
      recordActs(app, { acts: sales.acts, logger });
      app.addHook('onSend', async (_request, reply) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      });
      registerSession(app, rooms);
      registerLogInOptions(app, rooms);
      registerLeads(app, sales);
      registerTasks(app, sales);
      registerWork(app, sales);
      registerPeople(app, rooms);
      registerCompanies(app, sales);
      registerAccounts(app, sales);
      registerMerges(app, sales);
      registerActivities(app, sales);
      registerQuotations(app, sales);
      registerAssignment(app, sales);
      registerRecords(app, sales);
      registerSavedViews(app, sales);
      registerBulkActs(app, sales);
      await registerAttachments(app, sales);
      registerReports(app, rooms);
      registerDeliveries(app, rooms);
      registerPipelines(app, sales);
      registerSalesRules(app, sales);
      registerSalesRuleTrials(app, sales);
      registerProfiles(app, rooms.profiles, rooms.history);
      registerProfileContact(app, rooms);
      registerProgrammes(app, rooms);
      registerSuggestions(app, rooms);
      registerDrafts(app, rooms);
      registerRuleHealth(app, rooms);
      registerOutlook(app, rooms);
      registerRehearsal(app, rooms);
      registerHealth(app, rooms);
      registerAudits(app, rooms);
      registerDeadLetters(app, rooms);
      registerFailingProfiles(app, rooms);
      registerRestores(app, rooms);
      registerQuarantine(app, rooms);
      registerUnreadUpdates(app, rooms);
      registerIngestKeys(app, rooms);
      registerMailLinks(app, rooms);
      registerPrivacy(app, rooms);
      registerLive(app, rooms);
      registerInbox(app, sales);
      registerChannels(app, rooms);
      registerUsers(app, sales);
      registerSessions(app, sales);
      registerSecondFactor(app, rooms);
      registerOrgUnits(app, sales);
      registerTrail(app, sales);
      registerOwnCalendar(app, sales);
      await registerImports(app, sales);
      await registerEventImports(app, rooms);
      app.get(
        '/setup',
        docs('Write key, snippet, curl line and programmes', {
          response: answers(setupSchema, 'What a newcomer needs'),
        }),
        async () => ({
          ...rooms.setup(),
          hasEvents: (await rooms.history.profilesAfter('', 1)).length > 0,
        }),
      );
      app.get('/openapi.json', { schema: { hide: true } }, async () => openapi());
    },
    { prefix: apiPrefix },
  );
  await registerOidc(root, rooms);
  await registerForms(root, rooms);
  await registerCalendarFeeds(root, rooms);
  await registerPages(root, pagesDirectory, () => openapi());
}
