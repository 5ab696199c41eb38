/** Purchases kept for weeks: who may open one, changes that lose nothing, and who did what. */
import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { allOrNothing } from '../database/all-or-nothing.ts';
import type { Tables } from '../database/tables.ts';
import type { OpportunitiesTable } from '../database/tables-toolkit.ts';
import { isoDate } from '../procurement/iso-date.ts';
import { applyChange, partOf } from './changes.ts';
import type { ChangeOutcome, Opportunities, Walker } from './opportunities.ts';
import {
  bounds,
  emptyState,
  type Opportunity,
  parseState,
  typedText,
  type WalkChange,
} from './opportunity.ts';
import type { Toolkit } from './toolkit.ts';

function toOpportunity(row: Selectable<OpportunitiesTable>): Opportunity | null {
  const state = parseState(row.state);
  return state === null
    ? null
    : {
        id: row.id,
        tenantId: row.tenant_id,
        place: row.place,
        boroughId: row.borough_id,
        title: row.title,
        contractId: row.contract_id,
        serviceArea: row.service_area,
        name: row.name,
        state,
        version: row.version,
        createdOn: isoDate(row.created_on),
      };
}

const moves: ReadonlySet<WalkChange['kind']> = new Set(['finish', 'skip', 'go']);
const idPattern = /^W-[0-9A-F]{10}$/;
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Everybody in the same chat or channel; in private, who has worked on it. */
function mayOpen(walker: Walker) {
  return sql<boolean>`opportunities.tenant_id = ${walker.tenantId} and ${
    walker.place === null
      ? sql<boolean>`exists (select 1 from opportunity_events
          where opportunity_id = opportunities.id and officer_id = ${walker.officerId})`
      : sql<boolean>`opportunities.place = ${walker.place}`
  }`;
}

/** Purchases in this database. */
export function createOpportunities(database: Kysely<Tables>, toolkit: Toolkit): Opportunities {
  const first = toolkit[0]?.steps[0]?.id ?? '';

  async function note(
    writer: Kysely<Tables>,
    opportunity: Pick<Opportunity, 'id' | 'version'>,
    officerId: string,
    change: { readonly kind: string },
    part: string | null,
  ): Promise<void> {
    await writer
      .insertInto('opportunity_events')
      .values({
        opportunity_id: opportunity.id,
        version: opportunity.version,
        officer_id: officerId,
        kind: change.kind,
        part,
        detail: JSON.stringify(change, (_key, value) =>
          typeof value === 'string' ? typedText(value, bounds.answer) : value,
        ),
      })
      .execute();
  }

  async function lastOf(
    id: string,
    part: string,
    writer: Kysely<Tables>,
  ): Promise<{ version: number; officer_id: string | null } | undefined> {
    return writer
      .selectFrom('opportunity_events')
      .select(['version', 'officer_id'])
      .where('opportunity_id', '=', id)
      .where('part', '=', part)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** The purchase begun for the contract; a second press of the button waits until the first is through. */
  async function begun(
    writer: Kysely<Tables>,
    walker: Walker,
    contractId: string,
  ): Promise<Opportunity | null> {
    const key = `${walker.tenantId} ${walker.place ?? walker.officerId} ${contractId}`;
    await sql`select pg_advisory_xact_lock(hashtext(${key}))`.execute(writer);
    const row = await writer
      .selectFrom('opportunities')
      .selectAll()
      .where('contract_id', '=', contractId)
      .where(mayOpen(walker))
      .orderBy('updated_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : toOpportunity(row);
  }

  return {
    start: (walker, given, today, isOnce = false) =>
      allOrNothing(database, async (writer) => {
        const { boroughId, title, contractId, serviceArea, name, ...said } = given;
        const known = isOnce && contractId !== null ? await begun(writer, walker, contractId) : null;
        if (known !== null) return known;
        const row = {
          id: `W-${randomBytes(5).toString('hex').toUpperCase()}`,
          tenant_id: walker.tenantId,
          place: walker.place,
          borough_id: boroughId,
          title: typedText(title, bounds.title) || 'New system',
          contract_id: contractId,
          service_area: serviceArea,
          name: name === null ? null : typedText(name, bounds.title),
          version: 1,
          created_on: today,
        };
        const state = { ...emptyState(first), ...said };
        await writer
          .insertInto('opportunities')
          .values({ ...row, state: JSON.stringify(state) })
          .execute();
        await note(writer, row, walker.officerId, { kind: 'start' }, null);
        return {
          ...given,
          id: row.id,
          tenantId: row.tenant_id,
          place: row.place,
          title: row.title,
          boroughId,
          contractId,
          serviceArea,
          name: row.name,
          state,
          version: 1,
          createdOn: today,
        };
      }),
    open: async (walker, id) => {
      if (!idPattern.test(id)) return null;
      const row = await database
        .selectFrom('opportunities')
        .selectAll()
        .where('id', '=', id)
        .where(mayOpen(walker))
        .executeTakeFirst();
      return row === undefined ? null : toOpportunity(row);
    },
    list: async (walker) => {
      const rows = await database
        .selectFrom('opportunities')
        .selectAll()
        .where(mayOpen(walker))
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(50)
        .execute();
      return rows.flatMap((row) => toOpportunity(row) ?? []);
    },
    change: (walker, id, seen, changes) =>
      allOrNothing(database, async (writer): Promise<ChangeOutcome> => {
        if (!idPattern.test(id)) return { kind: 'unknown' };
        // Others who press at the same moment wait here, and then see what this one wrote.
        const row = await writer
          .selectFrom('opportunities')
          .selectAll()
          .where('id', '=', id)
          .where(mayOpen(walker))
          .forUpdate()
          .executeTakeFirst();
        const before = row === undefined ? null : toOpportunity(row);
        if (before === null) return { kind: 'unknown' };
        let now = before;
        const written: WalkChange[] = [];
        let refused: 'conflict' | 'not-now' | null = null;
        for (const change of changes) {
          // Whoever has something to look at first is not moved on.
          if (refused === 'conflict' && moves.has(change.kind)) continue;
          const outcome = applyChange(toolkit, now, change);
          if (outcome.kind === 'same') continue;
          if (outcome.kind === 'not-now') {
            refused ??= 'not-now';
            continue;
          }
          const part = partOf(change);
          if (part !== null && seen !== null && seen < before.version) {
            const last = await lastOf(id, part, writer);
            if (last !== undefined && last.version > seen && last.officer_id !== walker.officerId) {
              refused = 'conflict';
              continue;
            }
          }
          now = outcome.next;
          written.push(change);
        }
        if (written.length === 0) return { kind: refused ?? 'same', opportunity: before };
        now = { ...now, version: before.version + 1 };
        await writer
          .updateTable('opportunities')
          .set({
            state: JSON.stringify(now.state),
            service_area: now.serviceArea,
            version: now.version,
            updated_at: sql`clock_timestamp()`,
          })
          .where('id', '=', id)
          .execute();
        for (const change of written) await note(writer, now, walker.officerId, change, partOf(change));
        return { kind: refused ?? 'changed', opportunity: now };
      }),
    events: async (id) => {
      const rows = await database
        .selectFrom('opportunity_events')
        .select(['version', 'kind', 'detail', 'happened_at as at'])
        .where('opportunity_id', '=', id)
        .orderBy('id')
        .execute();
      return rows;
    },
    byId: async (id) => {
      const row = await database
        .selectFrom('opportunities')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toOpportunity(row);
    },
    all: async () => {
      const rows = await database
        .selectFrom('opportunities')
        .selectAll()
        .orderBy('created_on')
        .orderBy('id')
        .execute();
      return rows.flatMap((row) => toOpportunity(row) ?? []);
    },
    link: async (id, viewer, expires) => {
      const token = randomBytes(32).toString('base64url');
      await database
        .insertInto('opportunity_links')
        .values({
          token_hash: hashOf(token),
          opportunity_id: id,
          viewer: JSON.stringify(viewer),
          expires_at: expires.toISOString(),
        })
        .execute();
      return token;
    },
    byLink: async (token, now) => {
      await database.deleteFrom('opportunity_links').where('expires_at', '<=', now.toISOString()).execute();
      const row = await database
        .selectFrom('opportunity_links')
        .innerJoin('opportunities', 'opportunities.id', 'opportunity_links.opportunity_id')
        .selectAll('opportunities')
        .select('opportunity_links.viewer')
        .where('token_hash', '=', hashOf(token))
        .executeTakeFirst();
      const opportunity = row === undefined ? null : toOpportunity(row);
      return opportunity === null || row === undefined ? null : { opportunity, viewer: row.viewer };
    },
  };
}
