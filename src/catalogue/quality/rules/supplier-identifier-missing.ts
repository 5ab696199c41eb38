import { sql } from 'kysely';
import { hasSupplier, isAgreement } from '../population.ts';
import type { QualityRule } from '../rule.ts';

/** One supplier of the contract has a company number. */
export const supplierIdentifierMissing: QualityRule = {
  id: 'supplier-identifier-missing',
  field: 'supplier identifier',
  level: 'field',
  isScored: true,
  checks: 'One supplier of the contract has a company number.',
  why: 'One firm is written in many ways; only its number proves that two records mean the same firm.',
  fix: 'Look the number up at Companies House and add it to the register.',
  applies: () => sql`(${isAgreement} and ${hasSupplier})`,
  fails: () => sql`not exists (select 1 from contract_suppliers
    join suppliers on suppliers.id = contract_suppliers.supplier_id
    left join suppliers as same on same.id = suppliers.canonical_id
    where contract_suppliers.contract_id = contracts.id
      and coalesce(suppliers.company_number, same.company_number) is not null)`,
};
