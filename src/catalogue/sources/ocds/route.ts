/** By what route and under which law a contract was let, as far as OCDS says. */
import type { Regime } from '../../../procurement/contract.ts';
import { cleanCell } from '../shared/clean-text.ts';
import type { OcdsRelease } from './schema.ts';

/** The procedure in the publisher's words, or null when it says nothing. */
export function routeOf(details: string | null | undefined): string | null {
  const clean = cleanCell(details)?.replace(/^Other ?- ?/i, '') ?? null;
  return cleanCell(clean);
}

/** Name or number of the framework a contract is called off from. */
export function frameworkOf(release: OcdsRelease): string | null {
  const found = (release.relatedProcesses ?? []).find((related) =>
    related.relationship?.includes('framework'),
  );
  return cleanCell(found?.title) ?? cleanCell(found?.identifier);
}

/** The process of the framework, in words, or null when there is none. */
export function frameworkNote(related: OcdsRelease['relatedProcesses']): string | null {
  const found = (related ?? []).find((process) => process.relationship?.includes('framework'));
  const identifier = cleanCell(found?.identifier);
  return identifier === null ? null : `Called off from ${identifier}.`;
}

/** The law a process runs under, by its legal basis, else by the kind of its notices. */
export function regimeOf(release: OcdsRelease): Regime {
  const { tender } = release;
  const basis = tender?.legalBasis;
  if (basis?.scheme === 'UKPGA' && basis.id === '2023/54') return 'PA2023';
  if (basis?.id === '32014L0024') return 'PCR2015';
  const lists = [
    ...(release.contracts ?? []).map((contract) => contract.documents),
    ...(release.awards ?? []).map((award) => award.documents),
    tender?.documents,
    release.planning?.documents,
  ];
  // Only the Procurement Act has the UK1 to UK17 notices.
  return lists.some((documents) =>
    (documents ?? []).some((document) => /^UK\d+$/.test(document.noticeType ?? '')),
  )
    ? 'PA2023'
    : 'unknown';
}
