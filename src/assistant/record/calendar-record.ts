/** The days of a record as calendar entries. */
import { createEvents, type EventAttributes } from 'ics';
import { addDays, type IsoDate } from '../../procurement/iso-date.ts';
import { plainLine } from './plain-line.ts';
import type { RecordDocument } from './record-document.ts';

function dayOf(date: IsoDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

/**
 * One all-day entry a day. An entry keeps its id, so that importing the file again moves it and adds nothing. `made` is
 * the moment written into it.
 */
export function calendarRecord(document: RecordDocument, made: Date): string {
  const events = document.days.map(
    ({ uid, day, title, text }): EventAttributes => ({
      uid: `${uid}@procurement-assistant`,
      start: dayOf(day),
      end: dayOf(addDays(day, 1)),
      title: plainLine(title),
      description: plainLine(`${text}. ${document.id}. Worked backwards; see the record.`),
      busyStatus: 'FREE',
      transp: 'TRANSPARENT',
      productId: 'procurement-assistant',
    }),
  );
  const { error, value } = createEvents(events);
  if (error !== undefined && error !== null) throw error;
  // The package stamps with its own clock; the moment is the caller's.
  const stamp = `${made.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return (value ?? '').replace(
    /^DTSTAMP:.*$/gm,
    (line) => `DTSTAMP:${stamp}${line.endsWith('\r') ? '\r' : ''}`,
  );
}
