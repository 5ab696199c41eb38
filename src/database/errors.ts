/** What can be wrong with the database before a query runs. */

/** Another process holds the embedded folder. The message says what to do. */
export class DatabaseLockedError extends Error {
  readonly code = 'DATABASE_LOCKED';
  constructor(
    readonly folder: string,
    readonly holder: { readonly pid: number; readonly address: string | null } | null,
  ) {
    const who = holder === null ? 'another process' : `process ${holder.pid}`;
    const ask = holder?.address ? ` Use it at ${holder.address}, or stop it first.` : ' Stop it first.';
    super(
      `The data folder ${folder} is in use by ${who}.${ask} To run a second copy, set DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL server.`,
    );
    this.name = 'DatabaseLockedError';
  }
}

/** The folder holds something this version cannot open; nothing in it was touched. */
export class DatabaseFolderError extends Error {
  readonly code = 'DATABASE_FOLDER';
  constructor(
    readonly folder: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DatabaseFolderError';
  }
}

/** The PostgreSQL server did not answer or refused us; the password is never in the message. */
export class DatabaseUnavailableError extends Error {
  readonly code = 'DATABASE_UNAVAILABLE';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnavailableError';
  }
}
