/** Lead times as the knowledge folder has them, for tests of the pure rule. */

import { isoDate } from '../../src/procurement/iso-date.ts';
import type { LeadTimes } from '../../src/procurement/lead-times.ts';

export const madeUpLeadTimes: LeadTimes = {
  months: {
    small: 3,
    'below-threshold': 6,
    'call-off': 9,
    'line-of-business': 12,
    joint: 15,
    core: 18,
    'core-joint-or-large': 24,
  },
  mobilisationMonths: {
    small: 1,
    'below-threshold': 2,
    'call-off': 3,
    'line-of-business': 5,
    joint: 6,
    core: 9,
    'core-joint-or-large': 12,
  },
  coreServiceAreas: ['Social care', 'Housing management', 'Revenues and benefits', 'Finance and ERP'],
  smallBelow: 30_000,
  thresholdFrom: 207_720,
  largeFrom: 5_000_000,
  optionDeliveryWorkingDays: 3,
  days: { tenderingDays: 25, standstillWorkingDays: 8, evaluationDays: 90 },
  thresholds: [
    {
      kind: 'goods-and-services',
      buyer: 'sub-central',
      amount: 214_904,
      validFrom: isoDate('2024-01-01'),
      validTo: isoDate('2025-12-31'),
      includesVat: true,
      sources: [],
      confidence: 'law firm',
      checkedOn: isoDate('2026-11-23'),
      note: null,
    },
    {
      kind: 'goods-and-services',
      buyer: 'sub-central',
      amount: 207_720,
      validFrom: isoDate('2026-01-01'),
      validTo: null,
      includesVat: true,
      sources: [],
      confidence: 'law firm',
      checkedOn: isoDate('2026-11-23'),
      note: null,
    },
  ],
  endOfSupport: [],
};
