import { sql } from 'kysely';
import type { QualityRule } from '../rule.ts';

/** An e-mail address, or ten or eleven digits as British telephone numbers are written. */
const addresses = '[\\w.+-]+@[\\w-]+\\.[a-z]{2,}|(\\m0|\\+44 ?)(\\d[ -]?){9,10}\\M';

/** No e-mail address or telephone number stands in the record. */
export const personalDataPresent: QualityRule = {
  id: 'personal-data-present',
  field: 'record',
  level: 'field',
  isScored: true,
  checks: 'No e-mail address or telephone number stands in the record.',
  why: 'The catalogue keeps no details of people; one that slipped in must go.',
  fix: 'Take the details out of the register and publish it again; name the role instead.',
  applies: () => sql`true`,
  fails:
    () => sql`concat_ws(' ', contracts.title, contracts.notes, contracts.options_as_published, contracts.dates_as_published)
    ~* ${addresses}`,
};
