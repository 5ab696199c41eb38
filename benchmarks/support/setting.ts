/** What every benchmark of one run shares: sizes, made-up files and catalogues, made when first asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadReferenceData } from '../../src/catalogue/reference-data.ts';
import { type MadeUpForm, writeMadeUpContracts } from './made-up-contracts.ts';
import { createPlace, type EngineName, type Place } from './places.ts';
import { repository, runToJson } from './processes.ts';

export type Sizes = {
  readonly contracts: number;
  readonly asks: number;
  readonly seed: number;
  readonly vectors: readonly number[];
  readonly deliveries: number;
};

export type Setting = Sizes & {
  /** The day every measured program believes it is, so that answers do not change with the calendar. */
  readonly today: string;
  readonly engines: readonly EngineName[];
  readonly say: (line: string) => void;
  /** Path of the made-up contracts in this form. */
  readonly madeUpFile: (form: MadeUpForm) => Promise<string>;
  /** A catalogue with the made-up and the shipped contracts; shared, so leave it as it is. */
  readonly filledPlace: (engine: EngineName) => Promise<Place>;
  readonly close: () => Promise<void>;
};

/** Nothing is made until it is asked for; `close` removes all of it. */
export async function createSetting(
  sizes: Sizes,
  engines: readonly EngineName[],
  say: (line: string) => void,
): Promise<Setting> {
  const today = '2026-11-23';
  const folder = await mkdtemp(join(tmpdir(), 'procurement-made-up-'));
  const files = new Map<MadeUpForm, Promise<string>>();
  const places = new Map<EngineName, Promise<Place>>();

  function madeUpFile(form: MadeUpForm): Promise<string> {
    const known = files.get(form);
    if (known !== undefined) return known;
    const making = (async () => {
      const path = join(folder, form === 'json-lines' ? 'releases.jsonl' : 'package.json');
      say(`Making up ${sizes.contracts.toLocaleString('en-GB')} contracts (${form}) …`);
      const reference = await loadReferenceData(join(repository, 'knowledge'));
      await writeMadeUpContracts(path, reference, { contracts: sizes.contracts, seed: sizes.seed, form });
      return path;
    })();
    files.set(form, making);
    return making;
  }

  function filledPlace(engine: EngineName): Promise<Place> {
    const known = places.get(engine);
    if (known !== undefined) return known;
    const filling = (async () => {
      const file = await madeUpFile('json-lines');
      const place = await createPlace(engine);
      say(`Importing them (${engine}) …`);
      await runToJson('benchmarks/processes/import-file.ts', {
        environment: { ...place.environment, TODAY: today },
        programArguments: [file, 'once'],
      });
      return place;
    })();
    places.set(engine, filling);
    return filling;
  }

  return {
    ...sizes,
    today,
    engines,
    say,
    madeUpFile,
    filledPlace,
    close: async () => {
      for (const place of places.values())
        await place.then(
          (made) => made.remove(),
          () => undefined,
        );
      await rm(folder, { recursive: true, force: true });
    },
  };
}
