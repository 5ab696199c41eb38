/** The British English dictionary as a set of stems: what must not be “repaired” into a product name. */
import dictionary from 'dictionary-en-gb';

let words: ReadonlySet<string> | null = null;

/** Read once and kept. Dictionary entries look like `house/DRSMG`; what follows the slash are endings. */
export function englishWords(): ReadonlySet<string> {
  if (words !== null) return words;
  const lines = new TextDecoder().decode(dictionary.dic).split('\n');
  words = new Set(
    lines
      .slice(1)
      .map((line) => line.split('/')[0]?.trim() ?? '')
      // Proper nouns stay out: “Bromly” must not be saved by some Bromley elsewhere.
      .filter((word) => word !== '' && word === word.toLowerCase()),
  );
  return words;
}
