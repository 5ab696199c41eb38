/** What conversations were told of contracts, as deciding what is due needs it. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Told } from './due/due-alerts.ts';
import type { Measure } from './subscription.ts';

/** By contract; contracts of which nobody was told are missing. */
export async function toldOf(
  database: Kysely<Tables>,
  contractIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const told = new Map<string, Told[]>();
  if (contractIds.length === 0) return told;
  const rows = await database
    .selectFrom('alerts')
    .select([
      'key',
      'contract_id',
      'conversation_key',
      'measured_from',
      'rung',
      'told_end_date',
      'told_act_by',
      'made_on',
      'snoozed_until',
    ])
    .where(sql<boolean>`contract_id = any(${sql.val([...contractIds])}::text[])`)
    .execute();
  for (const row of rows) {
    const one: Told = {
      key: row.key,
      conversationKey: row.conversation_key,
      measuredFrom: row.measured_from as Measure,
      rung: row.rung,
      endDate: row.told_end_date as IsoDate | null,
      actBy: row.told_act_by as IsoDate | null,
      madeOn: row.made_on as IsoDate,
      snoozedUntil: row.snoozed_until as IsoDate | null,
    };
    const here = told.get(row.contract_id);
    if (here === undefined) told.set(row.contract_id, [one]);
    else here.push(one);
  }
  return told;
}
