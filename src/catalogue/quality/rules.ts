/** Every rule, in the order of answers and pages; the one place to add one. */

import type { QualityRule } from './rule.ts';
import { categoryMissing } from './rules/category-missing.ts';
import { duplicateRecord } from './rules/duplicate-record.ts';
import { endAfterMax } from './rules/end-after-max.ts';
import { endDateMissing } from './rules/end-date-missing.ts';
import { endImplausible } from './rules/end-implausible.ts';
import { firstTermAfterEnd } from './rules/first-term-after-end.ts';
import { frameworkPastEnd } from './rules/framework-past-end.ts';
import { liveAlthoughEnded } from './rules/live-although-ended.ts';
import { optionWordsMissing } from './rules/option-words-missing.ts';
import { personalDataPresent } from './rules/personal-data-present.ts';
import { productNameUnknown } from './rules/product-name-unknown.ts';
import { productUnknown } from './rules/product-unknown.ts';
import { resellerWithoutVendor } from './rules/reseller-without-vendor.ts';
import { reviewDateMissing } from './rules/review-date-missing.ts';
import { sourceConfidenceLow } from './rules/source-confidence-low.ts';
import { sourceDateMissing } from './rules/source-date-missing.ts';
import { sourceOlderThan12Months } from './rules/source-older-than-12-months.ts';
import { sourceUrlMissing } from './rules/source-url-missing.ts';
import { startAfterEnd } from './rules/start-after-end.ts';
import { startDateMissing } from './rules/start-date-missing.ts';
import { supplierIdentifierMissing } from './rules/supplier-identifier-missing.ts';
import { supplierMissing } from './rules/supplier-missing.ts';
import { valueBasisMissing } from './rules/value-basis-missing.ts';
import { valueImplausible } from './rules/value-implausible.ts';
import { valueMissing } from './rules/value-missing.ts';
import { vatBasisMissing } from './rules/vat-basis-missing.ts';

/** Every rule there is. */
export const qualityRules: readonly QualityRule[] = [
  endDateMissing,
  endImplausible,
  startAfterEnd,
  endAfterMax,
  firstTermAfterEnd,
  liveAlthoughEnded,
  frameworkPastEnd,
  startDateMissing,
  optionWordsMissing,
  valueMissing,
  valueImplausible,
  valueBasisMissing,
  vatBasisMissing,
  supplierMissing,
  supplierIdentifierMissing,
  productUnknown,
  productNameUnknown,
  resellerWithoutVendor,
  categoryMissing,
  sourceUrlMissing,
  sourceDateMissing,
  sourceOlderThan12Months,
  sourceConfidenceLow,
  duplicateRecord,
  personalDataPresent,
  reviewDateMissing,
];

/** The rule of this id, or null. */
export function ruleById(id: string): QualityRule | null {
  return qualityRules.find((rule) => rule.id === id) ?? null;
}
