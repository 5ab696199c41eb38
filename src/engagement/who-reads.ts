/** Who may read a note, as conditions of the query itself: what is left out there can be told from nothing. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { EngagementReader } from './engagement.ts';

/** SQL condition on `engagements`: the reader wrote the note. */
export function isAuthor(reader: Pick<EngagementReader, 'officer'>): RawBuilder<SqlBool> {
  return reader.officer === null
    ? sql`false`
    : sql`(engagements.tenant_id = ${reader.officer.tenantId} and engagements.officer_id = ${reader.officer.officerId})`;
}

/** SQL condition: the author, and the borough's own officers, where nobody else reads along. */
export function isOwnTo(reader: EngagementReader): RawBuilder<SqlBool> {
  if (!reader.isPrivate) return sql`false`;
  if (!reader.isVouchedFor || reader.boroughId === null) return isAuthor(reader);
  return sql`(${isAuthor(reader)} or (engagements.is_vouched and engagements.borough_id = ${reader.boroughId}))`;
}

/** SQL condition: true for the notes that the reader may see on the day, expired ones never. */
export function mayBeReadBy(reader: EngagementReader, today: IsoDate): RawBuilder<SqlBool> {
  const isOfficer = reader.isPrivate && reader.isVouchedFor && reader.boroughId !== null;
  const levels = isOfficer ? ['public', 'boroughs'] : ['public'];
  return sql`(engagements.expires_on > ${today} and (
    (engagements.state = 'saved' and (engagements.sharing in (${sql.join(levels)}) or ${isOwnTo(reader)}))
    or (engagements.state = 'draft' and ${reader.isPrivate ? isAuthor(reader) : sql`false`})))`;
}
