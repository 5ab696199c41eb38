/** The guidance as a LangChain retriever, so that a chain can use the same search as the assistant. */
import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import type { Guidance } from './guidance.ts';
import { textOf } from './passage.ts';
import type { PassageFilter } from './search.ts';

/** Documents in the order of the search; none when the knowledge does not cover the question. */
export class GuidanceRetriever extends BaseRetriever {
  override lc_namespace = ['procurement-assistant', 'retrieval'];
  readonly #guidance: Guidance;
  readonly #filter: PassageFilter;
  readonly #limit: number;
  constructor(guidance: Guidance, filter: PassageFilter, limit = 6) {
    super({});
    this.#guidance = guidance;
    this.#filter = filter;
    this.#limit = limit;
  }
  override async _getRelevantDocuments(question: string): Promise<Document[]> {
    const { hits, isCovered } = await this.#guidance.find(question, this.#filter, this.#limit);
    if (!isCovered) return [];
    return hits.map(
      ({ passage, score, strength }) =>
        new Document({
          pageContent: `${passage.heading}\n${textOf(passage)}`,
          metadata: { passage, score, strength },
          id: passage.id,
        }),
    );
  }
}
