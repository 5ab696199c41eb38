/** One fact of a contract that an officer asked for by itself. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { dayWords } from '../../procurement/published-dates.ts';
import type { AskedFact } from '../planner.ts';
import { boroughsWords, productWords, routeWords, supplierWords, valueWords } from './contract-words.ts';

/** The fact that was asked for, in a sentence of its own; null where the record as a whole is asked for. */
export function askedSentence(contract: CatalogueContract, fact: AskedFact | null): string | null {
  const whose = `${boroughsWords(contract)}: ${productWords(contract)}`;
  const { period, value, valueAsPublished } = contract;
  switch (fact) {
    case 'value':
      return value === null && valueAsPublished === null
        ? `${whose}: no value is published, so what it costs is not known here.`
        : `${whose}: the published value is ${value === null ? valueAsPublished : valueWords(contract)}.`;
    case 'supplier':
      return contract.supplierAsPublished === null && contract.vendor !== null
        ? `${whose}: the supplier of record is not published; the maker is ${contract.vendor}.`
        : `${whose}: the supplier of record is ${supplierWords(contract)}.`;
    case 'route':
      return contract.route === null && contract.framework === null
        ? `${whose}: how it was bought is not published.`
        : `${whose} was bought by ${routeWords(contract)}.`;
    case 'start':
      return period.startDate === null
        ? `${whose}: the start date is not on record.`
        : `${whose} starts or started ${(period.startPrecision ?? 'day') === 'day' ? 'on ' : 'in '}${dayWords(period.startDate, period.startPrecision ?? 'day')}.`;
    case null:
      return null;
  }
}
