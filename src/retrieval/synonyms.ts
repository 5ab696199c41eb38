/** Officers' words and the words of the knowledge: `knowledge/guidance-synonyms.csv`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { termsOf } from './analyser.ts';
import { KnowledgeError } from './passage.ts';

/** A phrase as terms, and the terms it also stands for. */
export type SynonymRule = { readonly from: readonly string[]; readonly to: readonly string[] };

/**
 * Reads `words,concepts`: both columns hold phrases separated by `;`. Rejects with `KnowledgeError` naming the line; a
 * missing file gives no rules.
 */
export async function readSynonyms(knowledgeDir: string): Promise<readonly SynonymRule[]> {
  const content = await readFile(join(knowledgeDir, 'guidance-synonyms.csv'), 'utf8').catch(() => null);
  if (content === null) return [];
  const rules: SynonymRule[] = [];
  const [, ...lines] = content.split(/\r?\n/);
  lines.forEach((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const [words, concepts, ...others] = line.split(',');
    const phrases = (words ?? '')
      .split(';')
      .map(termsOf)
      .filter((terms) => terms.length > 0);
    const to = termsOf((concepts ?? '').replaceAll(';', ' '));
    if (phrases.length === 0 || to.length === 0 || others.length > 0)
      throw new KnowledgeError(
        `guidance-synonyms.csv line ${at + 2}: write words;words,concepts without another comma.`,
      );
    for (const from of phrases) rules.push({ from, to });
  });
  return rules;
}

/** Terms that the question's own terms also stand for, each once, with the question's terms they came from. */
export function expand(
  terms: readonly string[],
  rules: readonly SynonymRule[],
): { readonly term: string; readonly from: readonly string[] }[] {
  const own = new Set(terms);
  const added = new Map<string, Set<string>>();
  for (const { from, to } of rules) {
    if (!from.every((term) => own.has(term))) continue;
    // The words of a phrase must stand together, in any order.
    const places = from.map((term) => terms.indexOf(term));
    if (Math.max(...places) - Math.min(...places) >= from.length + 1) continue;
    for (const term of to) {
      if (own.has(term)) continue;
      const sources = added.get(term) ?? new Set<string>();
      for (const source of from) sources.add(source);
      added.set(term, sources);
    }
  }
  return [...added].map(([term, from]) => ({ term, from: [...from] }));
}
