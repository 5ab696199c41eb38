import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { questionBlend } from '../../src/retrieval/weights.ts';
import { readPublicSet } from './read-set.ts';
import { gainOf, scorePublicSet } from './score-public.ts';

const folder = mkdtempSync(join(tmpdir(), 'public-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const subjects = [
  'wing flutter',
  'heat transfer',
  'boundary layer',
  'shock waves',
  'jet noise',
  'slender bodies',
];

describe('a public set', () => {
  it('of the layout of BEIR is read and scored', () => {
    mkdirSync(join(folder, 'beir', 'qrels'), { recursive: true });
    const put = (name: string, lines: readonly string[]) =>
      writeFileSync(join(folder, 'beir', name), `${lines.join('\n')}\n`);
    const row = (value: object) => JSON.stringify(value);
    put(
      'corpus.jsonl',
      subjects.map((text, at) => row({ _id: `d${at}`, title: '', text: `A study of ${text}.` })),
    );
    put(
      'queries.jsonl',
      [...subjects, 'never judged'].map((text, at) => row({ _id: `q${at}`, text })),
    );
    put('qrels/test.tsv', ['query-id\tcorpus-id\tscore', ...subjects.map((_, at) => `q${at}\td${at}\t1`)]);
    const set = readPublicSet(join(folder, 'beir'));
    expect(set.questions).toHaveLength(subjects.length);
    expect(scorePublicSet(set, questionBlend)).toMatchObject({ texts: 6, questions: 6, gain: 1 });
    expect(() => readPublicSet(join(folder, 'beir'), 'train')).toThrow('is not in form');
  });

  it('of Cranfield counts questions by their place and takes judgements 1 to 4', () => {
    mkdirSync(join(folder, 'cran'));
    const put = (name: string, content: string) => writeFileSync(join(folder, 'cran', name), content);
    put(
      'cran.all.1400',
      subjects
        .map(
          (text, at) => `.I ${at + 1}\n.T\n${text} .\n.A\nsomebody\n.B\nj. 1\n.W\n${text} .\nmore of\nit .\n`,
        )
        .join(''),
    );
    put('cran.qry', '.I 001\n.W\nwhat of flutter .\n.I 040\n.W\nand of\nnoise .\n');
    put('cranqrel', '1 1 2 \n1 2 -1\n2 5 4\n');
    const set = readPublicSet(join(folder, 'cran'));
    expect(set.texts[0]).toEqual({ id: '1', title: 'wing flutter .', text: 'more of it .' });
    expect(set.questions).toEqual([
      { id: '1', text: 'what of flutter .' },
      { id: '2', text: 'and of noise .' },
    ]);
    expect([...(set.relevant.get('1')?.keys() ?? [])]).toEqual(['1']);
    expect([...(set.relevant.get('2')?.keys() ?? [])]).toEqual(['5']);
  });

  it('that is none is refused with what is wanted', () => {
    expect(() => readPublicSet(folder)).toThrow('holds neither corpus.jsonl');
  });

  it('is scored by discounted gain of the first ten', () => {
    const gains = new Map([
      ['a', 2],
      ['b', 1],
    ]);
    expect(gainOf(['a', 'b'], gains)).toBe(1);
    expect(gainOf(['x', 'a', 'b'], gains)).toBeCloseTo((2 / Math.log2(3) + 1 / 2) / (2 + 1 / Math.log2(3)));
    expect(gainOf(['x'], gains)).toBe(0);
  });
});
