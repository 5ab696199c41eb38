/** Thrown when a file of the knowledge folder is missing or broken; the message says which line and what to do. */
export class ReferenceDataError extends Error {
  readonly code = 'REFERENCE_DATA';
  readonly file: string;
  /** 1-based, the header being line 1; null when the file as a whole is at fault. */
  readonly line: number | null;

  constructor(file: string, line: number | null, fault: string, options?: ErrorOptions) {
    const place = line === null ? file : `${file}, line ${line}`;
    super(`${place}: ${fault}`, options);
    this.name = 'ReferenceDataError';
    this.file = file;
    this.line = line;
  }
}
