/** Input fields that several tools share, described once for officers and models. */
import { z } from 'zod';
import { parseIsoDate } from '../procurement/iso-date.ts';

export const name = z
  .string()
  .max(200)
  .nullable()
  .describe('Product, maker or supplier, under any of its names; null for any.');
export const serviceArea = z
  .string()
  .max(200)
  .nullable()
  .describe(
    'Service area such as Housing management, Revenues and benefits, Social care, Parking; several joined by a semicolon; null for any.',
  );

/** The areas of a `serviceArea`, each by itself; none for null. */
export function areasIn(text: string | null): string[] {
  return (text ?? '')
    .split(';')
    .map((area) => area.trim())
    .filter((area) => area !== '');
}

export const borough = z
  .string()
  .max(100)
  .describe('One of London’s 33 authorities, for instance Hillingdon.');
export const boroughs = z.array(borough).max(33).nullable().describe('Authorities to look at; null for all.');
export const day = z
  .string()
  .refine((text) => parseIsoDate(text) !== null, 'must be a date like 2026-11-23')
  .nullable();
export const amount = z.number().min(0).max(1e12).nullable();
export const sort = z
  .enum(['act-by', 'ends', 'value', 'title'])
  .nullable()
  .describe('Order: act-by date (default), end date, value (largest first) or title.');
