/** The fitted LSA model as embeddings of the LangChain kind: text in, vector of length 1 out, nothing sent anywhere. */
import { Embeddings } from '@langchain/core/embeddings';
import { termsOf } from './analyser.ts';
import { type LsaModel, projectTerms } from './lsa.ts';

/** Embeds with a fitted model; a text of unknown words gives all zeros. */
export class LsaEmbeddings extends Embeddings<number[]> {
  readonly #model: LsaModel;
  constructor(model: LsaModel) {
    super({});
    this.#model = model;
  }
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => [...projectTerms(this.#model, termsOf(text))]);
  }
  override async embedQuery(text: string): Promise<number[]> {
    return [...projectTerms(this.#model, termsOf(text))];
  }
}
