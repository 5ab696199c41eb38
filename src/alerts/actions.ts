/** What officers do with an alert. Each can be pressed twice, and by two people at once: the first counts, both see what holds. */
import { type Kysely, sql } from 'kysely';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { withoutContacts } from '../catalogue/corrections/read-words.ts';
import { publicViewer } from '../catalogue/viewer.ts';
import type { Tables } from '../database/tables.ts';
import { addMonths, formatDate, type IsoDate } from '../procurement/iso-date.ts';
import { type AlertRow, alertRow, withLine } from './alert-rows.ts';

/** Who presses, and in which conversation; alerts of another conversation do not exist for them. */
export type Presser = {
  readonly tenantId: string;
  readonly conversationKey: string;
  readonly officerId: string;
};

/** `done-before`: it stood so already. `unusable`: what was typed does not fit, with a sentence. */
export type ActionResult =
  | { readonly kind: 'done' | 'done-before'; readonly deliveryKey: string }
  | { readonly kind: 'unusable'; readonly sentence: string }
  | { readonly kind: 'unknown' };

/** Actions on alerts. */
export type AlertActions = {
  readonly acknowledge: (key: string, presser: Presser, today: IsoDate) => Promise<ActionResult>;
  /** Every open alert of the delivery that is not acknowledged. */
  readonly acknowledgeAll: (deliveryKey: string, presser: Presser, today: IsoDate) => Promise<ActionResult>;
  /** `words` name a team or role; empty means the presser. */
  readonly assign: (key: string, presser: Presser, words: string, today: IsoDate) => Promise<ActionResult>;
  /** Puts the contract off in this conversation until a day within a year and before its end. */
  readonly snooze: (
    key: string,
    presser: Presser,
    until: IsoDate | null,
    reason: string,
    today: IsoDate,
  ) => Promise<ActionResult>;
  /** “Already extended”: proposes the new end as a correction, to be confirmed by somebody who may. */
  readonly reportEnd: (
    key: string,
    presser: Presser,
    newEnd: IsoDate | null,
    boroughId: string | null,
    today: IsoDate,
  ) => Promise<ActionResult & { readonly correctionId?: string }>;
};

const longest = { owner: 60, reason: 200 } as const;

function clean(text: string, length: number): string {
  const flat = text.replaceAll('\0', ' ').toWellFormed().replace(/\s+/g, ' ').trim();
  return withoutContacts(flat).slice(0, length).trim();
}

/** Actions over this database. */
export function createAlertActions(database: Kysely<Tables>, catalogue: Catalogue): AlertActions {
  /** One statement with its condition: of two at once, one changes the row and the other finds it changed. */
  async function change(
    row: AlertRow,
    values: Readonly<Record<string, string | null>>,
    line: string,
    today: IsoDate,
    isOpen: ReturnType<typeof sql<boolean>>,
  ): Promise<ActionResult> {
    const result = await database
      .updateTable('alerts')
      .set({ ...values, history: withLine(row, today, line) })
      .where('key', '=', row.key)
      .where(isOpen)
      .executeTakeFirst();
    const kind = Number(result.numUpdatedRows) === 1 ? 'done' : 'done-before';
    return { kind, deliveryKey: row.delivery_key };
  }

  const acknowledge: AlertActions['acknowledge'] = async (key, presser, today) => {
    const row = await alertRow(database, key, presser);
    if (row === null) return { kind: 'unknown' };
    const values = { acknowledged_on: today, acknowledged_by: presser.officerId };
    return change(row, values, 'acknowledged', today, sql<boolean>`acknowledged_on is null`);
  };

  return {
    acknowledge,
    acknowledgeAll: async (deliveryKey, presser, today) => {
      const rows = await database
        .selectFrom('alerts')
        .select(['key', 'acknowledged_on'])
        .where('delivery_key', '=', deliveryKey)
        .where('tenant_id', '=', presser.tenantId)
        .where('conversation_key', '=', presser.conversationKey)
        .execute();
      if (rows.length === 0) return { kind: 'unknown' };
      const waiting = rows.filter((row) => row.acknowledged_on === null);
      for (const { key } of waiting) await acknowledge(key, presser, today);
      return { kind: waiting.length === 0 ? 'done-before' : 'done', deliveryKey };
    },
    assign: async (key, presser, words, today) => {
      const row = await alertRow(database, key, presser);
      if (row === null) return { kind: 'unknown' };
      const owner = clean(words, longest.owner) || null;
      const line = owner === null ? 'taken on by somebody here' : `owner: ${owner}`;
      return change(
        row,
        { owner_id: presser.officerId, owner_words: owner },
        line,
        today,
        sql<boolean>`(owner_id is distinct from ${presser.officerId} or owner_words is distinct from ${owner})`,
      );
    },
    snooze: async (key, presser, until, reason, today) => {
      const row = await alertRow(database, key, presser);
      if (row === null) return { kind: 'unknown' };
      if (until === null || until <= today || until > addMonths(today, 12))
        return {
          kind: 'unusable',
          sentence: 'Choose a day after today and within a year to put it off to.',
        };
      if (row.end_date !== null && until >= row.end_date)
        return {
          kind: 'unusable',
          sentence: `The contract ends on ${formatDate(row.end_date as IsoDate)}: choose a day before that.`,
        };
      const why = clean(reason, longest.reason);
      if (why === '')
        return {
          kind: 'unusable',
          sentence: 'Say in a few words why it is put off, for those who read it later.',
        };
      return change(
        row,
        { snoozed_until: until, snooze_reason: why },
        `put off until ${formatDate(until)}: ${why}`,
        today,
        sql<boolean>`(snoozed_until is distinct from ${until} or snooze_reason is distinct from ${why})`,
      );
    },
    reportEnd: async (key, presser, newEnd, boroughId, today) => {
      const row = await alertRow(database, key, presser);
      if (row === null) return { kind: 'unknown' };
      const contract = await catalogue.byId(publicViewer, row.contract_id);
      if (contract === null) return { kind: 'unknown' };
      const { endDate } = contract.period;
      if (newEnd === null || newEnd <= today || (endDate !== null && newEnd <= endDate))
        return {
          kind: 'unusable',
          sentence: `Give the new end: a day after ${formatDate(endDate !== null && endDate > today ? endDate : today)}.`,
        };
      const correction = await catalogue.corrections.propose(
        {
          contractId: contract.id,
          contractTitle: contract.title,
          field: 'endDate',
          publishedValue: endDate,
          value: newEnd,
          precision: 'day',
          words: `Already extended or renewed to ${formatDate(newEnd)}, said on an alert.`,
          sourceUrl: null,
        },
        { tenantId: presser.tenantId, officerId: presser.officerId, boroughId },
        today,
      );
      if (correction === null) return { kind: 'unknown' };
      const line = `said to be extended to ${formatDate(newEnd)}; proposal ${correction.id} waits for a confirmation`;
      const result = await change(
        row,
        { correction_id: correction.id },
        line,
        today,
        sql<boolean>`correction_id is distinct from ${correction.id}`,
      );
      return { ...result, correctionId: correction.id };
    },
  };
}
