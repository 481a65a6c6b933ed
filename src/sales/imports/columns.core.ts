/** The columns that each kind of file may have, under the names by which spreadsheets know them. Pure. */
import type { ImportKind } from '../../contract/api/api.ts';
import type { CellType } from './cells.core.ts';

export interface Column {
  /** As in the API; the header of an export. */
  name: string;
  type: CellType;
  /** Other headers that mean it. */
  aliases: readonly string[];
  /** Read, but not in exports: `firstName`. */
  isReadOnly?: boolean;
}

const column = (name: string, type: CellType, ...aliases: string[]): Column => ({ name, type, aliases });

const id = column('id', 'id', 'record id', 'datensatz');
/** The id in another system, such as a CRM, and the system. */
const external = [
  column('externalId', 'external id', 'external key', 'foreign id', 'crm id', 'externe id'),
  column('externalSource', 'external source', 'external system', 'source system', 'crm'),
] as const;
const phone = column(
  ...(['phone', 'phone', 'telephone', 'tel', 'phone number', 'mobile', 'mobile phone', 'cell'] as const),
  ...['telefon', 'telefonnummer', 'handy', 'mobil', 'téléphone', 'portable', 'teléfono', 'telefono'],
);
const owner = column(
  ...(['owner', 'owner', 'account owner', 'contact owner', 'company owner', 'rep', 'sales rep'] as const),
  ...['assigned to', 'besitzer', 'betreuer', 'verantwortlich', 'zuständig', 'propriétaire', 'responsable'],
);
const country = column('country', 'country', 'country code', 'land', 'pays', 'país', 'paese');
const doNotContact = column(
  ...(['doNotContact', 'flag', 'do not call', 'do not mail', 'dnc', 'opt out', 'unsubscribed'] as const),
  ...['nicht kontaktieren', 'kontaktsperre'],
);
const domain = column('domain', 'domain', 'website', 'company domain', 'web', 'url', 'webseite', 'site web');
const email = column(
  ...(['email', 'email', 'mail', 'e-mail address', 'email address', 'primary email', 'work email'] as const),
  ...[
    'e-mail-adresse',
    'emailadresse',
    'mailadresse',
    'courriel',
    'adresse e-mail',
    'correo',
    'correo electrónico',
  ],
);
const company = column(
  ...([
    'company',
    'said',
    'company name',
    'organisation',
    'organization',
    'account',
    'account name',
  ] as const),
  ...['firma', 'unternehmen', 'société', 'entreprise', 'empresa', 'azienda'],
);
const language = column(
  'language',
  'language',
  'preferred language',
  'locale',
  'sprache',
  'langue',
  'idioma',
);
const personName = column(
  ...(['name', 'said', 'full name', 'contact', 'contact name', 'person', 'nom complet'] as const),
  ...['vollständiger name', 'ansprechpartner', 'nombre completo'],
);
/** Together the name, where the file has no column for the whole. */
const nameParts: readonly Column[] = [
  {
    ...column('firstName', 'text', 'first name', 'given name', 'vorname', 'prénom', 'nombre'),
    isReadOnly: true,
  },
  {
    ...column(
      'lastName',
      'text',
      'last name',
      'surname',
      'family name',
      'nachname',
      'familienname',
      'apellido',
    ),
    isReadOnly: true,
  },
];
const title = column(
  'title',
  'said',
  'job title',
  'position',
  'function',
  'titel',
  'funktion',
  'fonction',
  'cargo',
);

const person = [id, email, personName, ...nameParts] as const;
const ofPerson = [company, title, phone, country, language, owner, doNotContact, ...external] as const;

/** Of every record in a stage. */
const ofRecord = [
  column('pipeline', 'text', 'process'),
  column('stage', 'text', 'status', 'deal stage', 'phase', 'étape', 'etapa'),
  column(
    'person',
    'email',
    'email',
    'contact',
    'contact email',
    'person email',
    'e-mail-adresse',
    'ansprechpartner',
  ),
  column(
    'company',
    'said',
    'company name',
    'account',
    'account name',
    'organisation',
    'organization',
    'firma',
  ),
  column('campaign', 'text', 'source', 'kampagne', 'campagne'),
  owner,
  column('amount', 'money', 'value', 'deal value', 'betrag', 'wert', 'montant', 'importe'),
  column('currency', 'currency', 'currency code', 'währung', 'devise', 'moneda'),
  column(
    ...(['expectedClose', 'day', 'close date', 'expected close date', 'closing date'] as const),
    ...['abschluss', 'abschlussdatum', 'date de clôture', 'fecha de cierre'],
  ),
  column('closedAt', 'moment', 'closed', 'closed at', 'closed on', 'won on', 'lost on', 'geschlossen am'),
  ...external,
] as const;

/** In the order of exports. */
export const columnsOfKinds: Readonly<Record<ImportKind, readonly Column[]>> = {
  people: [
    ...person,
    column('kind', 'kind of person', 'type', 'status', 'lifecycle stage', 'art'),
    ...ofPerson,
  ],
  customers: [...person, ...ofPerson],
  companies: [
    id,
    column(
      ...(['name', 'said', 'company', 'company name', 'account', 'account name', 'organisation'] as const),
      ...['organization', 'firma', 'firmenname', 'unternehmen', 'société', 'empresa', 'azienda'],
    ),
    domain,
    phone,
    country,
    owner,
    doNotContact,
    ...external,
  ],
  owners: [
    email,
    column('name', 'text', 'full name', 'user', 'rep', 'sales rep', 'benutzer'),
    column('role', 'role', 'rolle', 'rôle', 'rol'),
    column('team', 'text', 'sales team', 'équipe', 'equipo'),
    column('lanes', 'names', 'lane'),
    column('languages', 'languages', 'language', 'sprachen', 'langues'),
    column('territories', 'names', 'territory', 'region', 'regions', 'gebiete', 'gebiet'),
    column('products', 'names', 'product', 'produkte', 'produits'),
    column('acceptsLeads', 'flag', 'takes leads', 'gets leads'),
    column('capacity', 'count', 'share', 'kapazität'),
    column('maxOpenLeads', 'count', 'open leads'),
    column('timeZone', 'time zone', 'timezone', 'zeitzone'),
    column(
      'deputy',
      'owner',
      'stand-in',
      'substitute',
      'vertretung',
      'stellvertreter',
      'suppléant',
      'suplente',
    ),
  ],
  products: [
    column(
      'name',
      'text',
      'product',
      'product name',
      'article',
      'item',
      'produkt',
      'artikel',
      'produit',
      'producto',
    ),
    column(
      ...(['unitPrice', 'money', 'price', 'list price', 'unit price net', 'preis', 'stückpreis'] as const),
      ...['einzelpreis', 'prix', 'prix unitaire', 'precio'],
    ),
    column('currency', 'currency', 'currency code', 'währung', 'devise', 'moneda'),
  ],
  opportunities: [
    id,
    column('name', 'text', 'opportunity', 'opportunity name', 'deal', 'deal name', 'title', 'titel'),
    ...ofRecord,
  ],
  deals: [id, column('name', 'text', 'deal', 'deal name', 'title', 'titel'), ...ofRecord],
  orders: [
    id,
    column('name', 'text', 'order', 'order name', 'auftrag', 'commande', 'title', 'titel'),
    ...ofRecord,
  ],
  jobs: [id, column('name', 'text', 'job', 'job name', 'title', 'titel'), ...ofRecord],
  quotations: [
    id,
    column(
      'number',
      'quotation number',
      'quotation',
      'quote',
      'quotation number',
      'quote number',
      'angebotsnummer',
      'devis',
    ),
    column('opportunity', 'text', 'opportunity id', 'deal id', 'verkaufschance'),
    column('status', 'text', 'state', 'answer', 'statut', 'estado'),
    column('amount', 'money', 'value', 'total', 'betrag', 'wert', 'montant', 'importe'),
    column('currency', 'currency', 'currency code', 'währung', 'devise', 'moneda'),
    column('sentAt', 'moment', 'sent', 'sent on', 'date sent', 'quote date', 'gesendet'),
    column('followUpOn', 'day', 'follow up', 'follow up date', 'nachfassen am', 'relance'),
    column('answeredAt', 'moment', 'answered', 'answered on', 'decided on', 'beantwortet'),
    column('declineReason', 'text', 'reason', 'declined for', 'lost reason', 'ablehnungsgrund'),
  ],
  'do-not-contact': [
    id,
    email,
    phone,
    personName,
    domain,
    column(
      ...(['company', 'text', 'company name', 'organisation', 'organization', 'account', 'firma'] as const),
      ...['unternehmen', 'société', 'empresa'],
    ),
  ],
};

const named = ['name', 'id', 'externalId'];

/** Columns of which a file needs one at least, each by the reason it is needed. */
export const neededOfKinds: Readonly<Record<ImportKind, readonly string[]>> = {
  people: ['email', 'name', 'lastName', 'phone', 'id', 'externalId'],
  customers: ['email', 'name', 'lastName', 'phone', 'id', 'externalId'],
  companies: ['name', 'domain', 'id', 'externalId'],
  owners: ['email'],
  products: ['name'],
  ...{ opportunities: named, deals: named, orders: named, jobs: named },
  quotations: ['number', 'id'],
  'do-not-contact': ['email', 'phone', 'domain', 'company', 'id'],
};

export const columnNames = (kind: ImportKind): string[] => columnsOfKinds[kind].map(({ name }) => name);

/** A column of exports alone: an import leaves it out, because nobody has proven that the address is the person's. */
export const claimedEmail = 'claimedEmail';

export const exportedColumns = (kind: ImportKind): string[] =>
  columnsOfKinds[kind]
    .filter(({ isReadOnly }) => isReadOnly !== true)
    .flatMap(({ name }) =>
      name === 'email' && (kind === 'people' || kind === 'customers') ? [name, claimedEmail] : [name],
    );
