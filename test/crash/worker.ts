/**
 * A program for the crash suite: imports, decides and corrects one after the other, saying before each what begins and
 * after each what was acknowledged, until it is killed.
 */
import { writeBoroughs } from '../../src/catalogue/catalogue.ts';
import { createCorrections } from '../../src/catalogue/corrections/corrections.ts';
import { deriveWith } from '../../src/catalogue/derive-row.ts';
import { keepSummaries } from '../../src/catalogue/figures/summaries.ts';
import { decide } from '../../src/catalogue/merging/merge-deals.ts';
import { openDatabase } from '../../src/database/connect.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import { importMadeUp } from '../support/four-sources.ts';
import { reference } from '../support/made-up-contracts.ts';
import { awards, decidedPair, registerVersion } from './files.ts';

const [kind = 'embedded', place = '', first = '1'] = process.argv.slice(2);
const database = await openDatabase(
  kind === 'server' ? { kind: 'server', url: place } : { kind: 'embedded', folder: place },
);
const { kysely } = database;
const say = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const [firstKey, secondKey] = decidedPair;
const author = { tenantId: 'crash', officerId: 'worker', boroughId: 'E09000006' };
const corrections = createCorrections(kysely);
const today = isoDate('2026-11-23');

/** `once` prepares and ends; else it goes on until it is killed. */
if (first === 'once') {
  await writeBoroughs(kysely, reference);
  await keepSummaries(kysely, reference);
  await importMadeUp(kysely, awards);
  await importMadeUp(kysely, registerVersion(0));
  await database.close();
  say('prepared');
} else {
  say('ready');
  for (let step = Number(first); ; step += 1) {
    say('begin import', step);
    await importMadeUp(kysely, registerVersion(step));
    say('ack import', step);
    say('begin decide', step);
    const decided = await decide(
      kysely,
      { firstKey, secondKey, isSame: step % 2 === 0, decidedBy: 'worker', reason: `step ${step}` },
      deriveWith(reference.leadTimes),
    );
    if (!decided.ok) throw new Error(decided.problem);
    say('ack decide', step);
    const contract = await kysely
      .selectFrom('source_records')
      .select('contract_id')
      .where('key', '=', 'register:london-borough-of-bromley:crash-110')
      .executeTakeFirstOrThrow();
    say('begin correct', step);
    const proposed = await corrections.propose(
      {
        contractId: contract.contract_id,
        contractTitle: 'Made-up service 110',
        field: 'endDate',
        publishedValue: '2028-03-31',
        value: `20${30 + (step % 60)}-03-31`,
        precision: 'day',
        words: `step ${step}`,
        sourceUrl: null,
      },
      author,
      today,
    );
    if (proposed === null) throw new Error('The contract to correct is gone.');
    say('ack propose', proposed.id);
    await corrections.decide(proposed.id, 'confirmed', author, today);
    say('ack confirm', proposed.id);
  }
}
