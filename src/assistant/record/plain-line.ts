/** Text from outside as one line that no file format takes for anything but text. */

/** Without control and direction characters, runs of blanks as one. */
export function plainLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu, '')
    .trim();
}

/** `W-1A2B3C4D5E-new-planning-system`: a file name that is the same on every system. */
export function fileStem(id: string, title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60);
  return words === '' ? id : `${id}-${words}`;
}
