/** Every kind of file the catalogue takes in; adding a source is adding a folder and one line here. */
import type { ContractSource } from '../source-record.ts';
import { contractsFinder } from './contracts-finder/index.ts';
import { ocds } from './ocds/index.ts';
import { published } from './published/index.ts';
import { register } from './register/index.ts';
import { systems } from './systems/index.ts';

/** All sources; the order does not matter for telling formats apart. */
export const contractSources: readonly ContractSource[] = [
  published,
  ocds,
  contractsFinder,
  systems,
  register,
];
