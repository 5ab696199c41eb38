/** What is derived from the fields of a contract: act-by, counted back with the lead times in force. */
import { actByOf, type LeadTimes } from '../procurement/act-by.ts';
import type { ContractKind, Term } from '../procurement/contract.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { ValueBasis, VatBasis } from '../procurement/value.ts';
import { type ContractFields, numberOf, textOf } from './merging/facts.ts';
import type { Derive } from './merging/rebuild-deals.ts';

function dateOf(fields: ContractFields, name: string): IsoDate | null {
  return textOf(fields, name) as IsoDate | null;
}

/** Derives for merged contracts what `resolveRecord` derives for a single record. */
export function deriveWith(leadTimes: LeadTimes): Derive {
  return (fields, participantCount) => {
    const amount = numberOf(fields, 'value_amount');
    const actBy = actByOf(
      {
        kind: (textOf(fields, 'kind') ?? 'contract') as ContractKind,
        serviceArea: textOf(fields, 'service_area'),
        framework: textOf(fields, 'framework'),
        participantCount,
        value:
          amount === null
            ? null
            : {
                amount,
                currency: textOf(fields, 'value_currency') ?? 'GBP',
                basis: (textOf(fields, 'value_basis') ?? 'unknown') as ValueBasis,
                vat: (textOf(fields, 'vat') ?? 'unknown') as VatBasis,
                asPublished: textOf(fields, 'value_as_published'),
              },
        period: {
          startDate: dateOf(fields, 'start_date'),
          initialEndDate: dateOf(fields, 'initial_end_date'),
          endDate: dateOf(fields, 'end_date'),
          maxExtentDate: dateOf(fields, 'max_extent_date'),
          term: (textOf(fields, 'term') ?? 'unknown') as Term,
          datesAsPublished: textOf(fields, 'dates_as_published'),
          optionsAsPublished: textOf(fields, 'options_as_published'),
        },
      },
      leadTimes,
    );
    return { ...fields, act_by: actBy.known ? actBy.date : null };
  };
}
