/** The two ways reading a file of contracts can fail as a whole; a single bad row is a dropped row, not an error. */

/** The file is there but is not what a source can read; the message says what to do. */
export class SourceFormatError extends Error {
  readonly code = 'SOURCE_FORMAT';
  override readonly name = 'SourceFormatError';
}

/** The file or address could not be read at all; the message says what to do. */
export class SourceUnavailableError extends Error {
  readonly code = 'SOURCE_UNAVAILABLE';
  override readonly name = 'SourceUnavailableError';
}
