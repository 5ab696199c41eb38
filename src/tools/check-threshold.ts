/** Compares an amount with the amounts the law sets on a day, VAT worked out both ways when it was not said. */
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { amountIncludingVat, compareWith, type Threshold, thresholdOn } from '../procurement/thresholds.ts';
import * as inputs from './inputs.ts';
import { defineTool } from './tool.ts';

/** Kinds of contract an officer can ask about. */
export const thresholdKinds = [
  'goods-and-services',
  'works',
  'concession',
  'light-touch',
  'light-touch-concession',
  'utilities',
  'defence-and-security',
  'notifiable',
  'transparency-code',
  'key-performance-indicators',
  'pipeline-contract',
] as const;

const input = z.object({
  amount: inputs.amount.describe(
    'Pounds as the officer says them; null when only the threshold is asked for.',
  ),
  per: z.enum(['whole', 'year']).describe('year when the amount is a year’s cost.'),
  years: z
    .number()
    .min(1)
    .max(50)
    .nullable()
    .describe('Longest term with all options, when the amount is for a year; null when not said.'),
  vat: z.enum(['excluding', 'including', 'unknown']),
  kind: z.enum(thresholdKinds),
  on_date: inputs.day.describe('Day on which the procurement starts; null for today.'),
});

/** One reading of the amount. */
export type ThresholdCase = {
  readonly vat: 'excluding' | 'including';
  /** Whole-life amount as given, and with VAT. */
  readonly amount: number;
  readonly includingVat: number;
  readonly verdict: 'above' | 'below';
  readonly difference: number;
  readonly steps: readonly string[];
};

/** The row in force on the day asked about, with the readings of the amount, if one was given. */
export type ThresholdFound = {
  readonly outcome: 'threshold';
  readonly kind: (typeof thresholdKinds)[number];
  readonly onDate: IsoDate;
  readonly row: Threshold | null;
  /** The row before it, and the one that came after it where the day is past. */
  readonly previous: Threshold | null;
  readonly later: Threshold | null;
  /** From which amount a smaller contract must be published. */
  readonly notifiable: Threshold | null;
  /** Works, light touch and concessions on the same day, when no amount was asked about. */
  readonly others: readonly Threshold[];
  readonly asked: {
    readonly amount: number;
    readonly per: 'whole' | 'year';
    readonly years: number | null;
    readonly vat: 'excluding' | 'including' | 'unknown';
  } | null;
  readonly cases: readonly ThresholdCase[];
  /** A year's cost given without a term: the first whole number of years at which the threshold is reached. */
  readonly yearsToReach: { readonly excluding: number; readonly including: number } | null;
};

function caseOf(amount: number, vat: 'excluding' | 'including', row: Threshold): ThresholdCase | null {
  const range = amountIncludingVat({ amount, currency: 'GBP', vat });
  if (range === null) return null;
  const compared = compareWith(range, row);
  return {
    vat,
    amount,
    includingVat: range.least,
    verdict: compared.verdict === 'below' ? 'below' : 'above',
    difference: Math.abs(Math.round((row.amount - range.least) * 100) / 100),
    steps: compared.steps,
  };
}

/** The threshold on a day, and how an amount stands to it. */
export const checkThreshold = defineTool<z.infer<typeof input>>({
  name: 'check_threshold',
  description:
    'The procurement threshold for a kind of contract on a day, and whether an amount reaches it with and without VAT, options and extensions included.',
  input,
  run: async (asked, { catalogue, today }) => {
    const onDate = (asked.on_date === null ? null : parseIsoDate(asked.on_date)) ?? today;
    const rows = catalogue.reference.leadTimes.thresholds;
    const row = thresholdOn(rows, onDate, asked.kind);
    const sameKind = rows
      .filter(
        ({ kind, buyer }) =>
          kind === asked.kind && (row === null ? buyer !== 'central' : buyer === row.buyer),
      )
      .sort((left, right) => (left.validFrom < right.validFrom ? -1 : 1));
    const total =
      asked.amount === null || asked.amount <= 0
        ? null
        : asked.per === 'whole'
          ? asked.amount
          : asked.years === null
            ? null
            : asked.amount * asked.years;
    const vats = asked.vat === 'unknown' ? (['excluding', 'including'] as const) : ([asked.vat] as const);
    const perYear = asked.amount !== null && asked.amount > 0 && asked.per === 'year' && asked.years === null;
    return {
      outcome: 'threshold',
      kind: asked.kind,
      onDate,
      row,
      previous:
        sameKind.filter(({ validTo }) => validTo !== null && validTo < (row?.validFrom ?? onDate)).at(-1) ??
        null,
      later: sameKind.find(({ validFrom }) => validFrom > onDate && validFrom <= today) ?? null,
      notifiable: thresholdOn(rows, onDate, 'notifiable'),
      others:
        asked.amount === null && asked.kind === 'goods-and-services'
          ? (['works', 'light-touch', 'concession'] as const).flatMap(
              (kind) => thresholdOn(rows, onDate, kind) ?? [],
            )
          : [],
      asked:
        asked.amount === null
          ? null
          : { amount: asked.amount, per: asked.per, years: asked.years, vat: asked.vat },
      cases: total === null || row === null ? [] : vats.flatMap((vat) => caseOf(total, vat, row) ?? []),
      yearsToReach:
        perYear && row !== null && asked.amount !== null
          ? {
              excluding: Math.ceil(row.amount / (asked.amount * 1.2)),
              including: Math.ceil(row.amount / asked.amount),
            }
          : null,
    } satisfies ThresholdFound;
  },
});
