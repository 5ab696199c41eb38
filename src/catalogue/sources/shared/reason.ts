/** Why a row was left out, as a short phrase that groups. */
import type { z } from 'zod';

/** The first fault of a row in the words of its schema. */
export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'not readable';
  return issue.code === 'custom' ? issue.message : `${issue.path.join('.') || 'row'}: not as expected`;
}
