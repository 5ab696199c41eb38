/** Reads `knowledge/lead-times.json`: how long before its end each class of contract needs somebody to act. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { EndOfSupport, LeadClass, LeadTimes } from '../procurement/lead-times.ts';
import type { Threshold } from '../procurement/thresholds.ts';
import { ReferenceDataError } from './reference-error.ts';
import { readReferenceJson } from './reference-json.ts';

const leadClasses = [
  'small',
  'below-threshold',
  'call-off',
  'line-of-business',
  'joint',
  'core',
  'core-joint-or-large',
] as const satisfies readonly LeadClass[];

const status = z.string().min(1);
const note = z.string().min(1);
const amount = z.object({ amount: z.number().positive(), currency: z.literal('GBP'), status, note });
const days = z.object({ days: z.int().positive(), kind: z.enum(['calendar', 'working']), status, note });

const leadTimeFile = z.object({
  status,
  note,
  classes: z.array(
    z.object({
      class: z.enum(leadClasses),
      title: z.string().min(1),
      months: z.int().min(0).max(120),
      status,
      note,
    }),
  ),
  coreServiceAreas: z.array(z.string().min(1)),
  smallAmount: amount,
  thresholdAmount: amount,
  largeAmount: amount,
  optionNotice: z.object({ deliveryWorkingDays: z.int().min(0), status, note }),
  mobilisation: z.object({
    status,
    note,
    months: z.record(z.enum(leadClasses), z.int().min(0).max(60)),
  }),
  evidence: z.array(
    z.object({
      case: z.string().min(1),
      months: z.int().positive(),
      observed: z.string().min(1),
      url: z.url(),
      classes: z.array(z.enum(leadClasses)),
    }),
  ),
  critical: z.object({ tenderingDays: days, standstillDays: days, evaluationDays: days }),
  alertRungs: z.array(
    z.object({
      leadMonths: z.int().positive(),
      monthsBeforeActBy: z.array(z.int().positive()).min(1),
      status,
      note,
    }),
  ),
});

/** The figures of the rule, and beside them where each came from. */
export type LeadTimeReference = LeadTimes & Readonly<z.output<typeof leadTimeFile>>;

/** One observed procurement: how long it took, and where that can be read. */
export type LeadTimeEvidence = LeadTimeReference['evidence'][number];

/** What the rule takes from other files of the knowledge folder. */
export type OtherRules = {
  readonly thresholds: readonly Threshold[];
  readonly endOfSupport: readonly EndOfSupport[];
};

/** Rejects with `ReferenceDataError` when the file is missing, is not JSON, or lacks a class. */
export async function readLeadTimes(path: string, others: OtherRules): Promise<LeadTimeReference> {
  const file = basename(path);
  const content = await readReferenceJson(path);
  const result = leadTimeFile.safeParse(content);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ReferenceDataError(
      file,
      null,
      `${issue?.path.join('.')}: ${issue?.message}. Correct the value.`,
    );
  }
  const data = result.data;
  const months = {} as Record<LeadClass, number>;
  for (const leadClass of leadClasses) {
    const found = data.classes.filter((entry) => entry.class === leadClass);
    if (found.length !== 1 || found[0] === undefined) {
      throw new ReferenceDataError(
        file,
        null,
        `class "${leadClass}" must stand there exactly once. Correct the list.`,
      );
    }
    months[leadClass] = found[0].months;
  }
  return {
    ...data,
    ...others,
    months,
    mobilisationMonths: data.mobilisation.months,
    optionDeliveryWorkingDays: data.optionNotice.deliveryWorkingDays,
    days: {
      tenderingDays: data.critical.tenderingDays.days,
      standstillWorkingDays: data.critical.standstillDays.days,
      evaluationDays: data.critical.evaluationDays.days,
    },
    smallBelow: data.smallAmount.amount,
    thresholdFrom: data.thresholdAmount.amount,
    largeFrom: data.largeAmount.amount,
  };
}
