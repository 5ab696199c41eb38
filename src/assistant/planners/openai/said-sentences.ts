/** A model's reply as sentences with the marks they end in. */

/** Text without marks; `marks` are as written and may mean nothing. */
export type SaidSentence = { readonly text: string; readonly marks: readonly string[] };

const mark = /\s*\[((?:[RPL]\d+)(?:\s*[,;]\s*[RPL]\d+)*)\]/g;

/** One line is a sentence; a line of several is divided where a full stop or mark is followed by a capital. */
export function sentencesSaid(text: string): SaidSentence[] {
  return text
    .split('\n')
    .flatMap((line) => line.split(/(?<=[.!?](?:\s?\[[^\]]{1,40}\])*)\s+(?=[A-Z“£])/))
    .map((line) =>
      line
        .replace(/^[\s*•#>-]+/, '')
        .replace(/\*\*|__|`/g, '')
        .trim(),
    )
    .filter((line) => /[\p{L}\d]/u.test(line))
    .map((line) => ({
      text: line
        .replace(mark, '')
        .replace(/\s+([.,;])/g, '$1')
        .trim(),
      marks: [...line.matchAll(mark)].flatMap(([, inner = '']) => inner.split(/\s*[,;]\s*/)),
    }));
}

/** Hands on every line as soon as it is whole; `end` hands on what is left. */
export function lineByLine(onLine: (line: string) => void): {
  readonly add: (part: string) => void;
  readonly end: () => void;
} {
  let rest = '';
  return {
    add: (part) => {
      rest += part;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') onLine(line);
    },
    end: () => {
      if (rest.trim() !== '') onLine(rest);
      rest = '';
    },
  };
}
