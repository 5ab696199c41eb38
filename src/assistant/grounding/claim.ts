/** What a sentence claims, and whether one row holds it. */
import type { Scope } from './facts.ts';
import { plainText } from './plain-text.ts';
import type { Span, ValueFound } from './values.ts';

/** Why a text is not borne out, for the record and for measuring; null when it is. */
export type Fault = { readonly kind: 'value' | 'name' | 'pairing' | 'state'; readonly text: string } | null;

/** A value, or a product or firm by the forms its name may take in a row. */
export type Claim = ValueFound | (Span & { readonly kind: 'name'; readonly forms: readonly string[] });

/** An authority named in the text, its name in plain form. */
export type Borough = Span & { readonly name: string };

/** Whether the row says it. */
export function holds(scope: Scope, claim: Claim): boolean {
  switch (claim.kind) {
    case 'day':
      return scope.days.has(claim.value);
    case 'amount':
      return scope.amounts.some((known) => Math.abs(known - claim.value) <= claim.slack);
    case 'number':
      return scope.numbers.has(claim.value);
    case 'code':
      return scope.codes.has(claim.value) || scope.text.includes(plainText(claim.value));
    case 'link':
      return false;
    case 'name':
      return claim.forms.some((form) => scope.text.includes(form));
  }
}
