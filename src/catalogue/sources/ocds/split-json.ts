/** Cuts JSON into the pieces worth parsing one at a time, without holding the document. */
import { SourceFormatError } from '../../errors.ts';

/** A piece of a JSON document, as it stands there. */
export type JsonPiece = {
  readonly raw: Buffer;
  /** 1-based line on which the piece starts. */
  readonly line: number;
  /** `element` of a top-level list, or of the `releases` or `records` of a top-level object; `document` what is around them. */
  readonly kind: 'document' | 'element';
};

/** Most bytes one piece may have. */
export const largestPiece = 64 * 1024 * 1024;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const newline = 0x0a;
const space = 0x20;
/** Longer than the longest key we look for. */
const longestKey = 12;

/**
 * Pieces of one or more JSON documents (concatenated, or one a line). An object that holds `releases` or `records` gives
 * each of their elements, and at its end itself without them, unless it named its own `ocid` before: then it is one
 * record. Throws `SourceFormatError` when the text is no JSON, ends in the middle, or a piece is above 64 MB.
 */
export async function* splitJson(bytes: AsyncIterable<Buffer>): AsyncGenerator<JsonPiece> {
  const splitter = new Splitter();
  for await (const chunk of bytes) yield* splitter.take(chunk);
  splitter.finish();
}

/** What is being collected: its earlier chunks, and where it starts in the present one. */
class Capture {
  #parts: Buffer[] = [];
  #length = 0;
  #start = 0;
  readonly line: number;

  constructor(start: number, line: number) {
    this.#start = start;
    this.line = line;
  }

  /** Keeps the bytes of this chunk up to `end`. */
  keep(chunk: Buffer, end: number): void {
    if (end > this.#start) {
      // Copied, because the piece may outlive the chunk by far.
      this.#parts.push(Buffer.from(chunk.subarray(this.#start, end)));
      this.#length += end - this.#start;
    }
    this.#start = 0;
    if (this.#length > largestPiece) {
      throw new SourceFormatError(
        `The JSON value that starts on line ${this.line} is above 64 MB; this is not a list of contracting releases that can be read.`,
      );
    }
  }

  resumeAt(start: number): void {
    this.#start = start;
  }

  finish(chunk: Buffer, end: number): Buffer {
    if (this.#parts.length === 0) return chunk.subarray(this.#start, end);
    this.keep(chunk, end);
    return Buffer.concat(this.#parts);
  }
}

class Splitter {
  #pieces: JsonPiece[] = [];
  #line = 1;
  #depth = 0;
  /** Depth of the list whose elements are pieces, or 0. */
  #listDepth = 0;
  #inString = false;
  #isEscaped = false;
  #inScalar = false;
  #document: Capture | null = null;
  #element: Capture | null = null;
  /** Last short string at depth 1, which is a key when a colon follows. */
  #word = '';
  #key = '';
  #hasOcid = false;

  /** The pieces that end in this chunk. */
  take(chunk: Buffer): readonly JsonPiece[] {
    this.#pieces = [];
    for (let index = 0; index < chunk.length; index += 1) {
      if (this.#depth > Math.max(1, this.#listDepth)) index = this.#passNested(chunk, index);
      const byte = chunk[index];
      if (byte === undefined) break;
      if (this.#inString) this.#passStringByte(byte);
      else if (byte <= space) this.#passSpace(byte, chunk, index);
      else if (this.#depth === 0) this.#startDocument(byte, index);
      else if (this.#depth === this.#listDepth) this.#betweenElements(byte, chunk, index);
      else this.#insideDocument(byte, chunk, index);
    }
    this.#document?.keep(chunk, this.#listDepth === 2 ? 0 : chunk.length);
    this.#element?.keep(chunk, chunk.length);
    return this.#pieces;
  }

  finish(): void {
    if (this.#depth > 0) {
      throw new SourceFormatError(
        `The JSON ends in the middle (line ${this.#line}); the file is cut off, fetch it again.`,
      );
    }
  }

  /** Nearly all bytes pass here: index of the bracket that closes the nested value, or the end of the chunk. */
  #passNested(chunk: Buffer, from: number): number {
    const { length } = chunk;
    const target = Math.max(1, this.#listDepth);
    let depth = this.#depth;
    let inString = this.#inString;
    let isEscaped = this.#isEscaped;
    let line = this.#line;
    let index = from;
    for (; index < length; index += 1) {
      const byte = chunk[index];
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) inString = false;
      } else if (byte === quote) inString = true;
      else if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        // The last bracket is left to the caller, who knows what ends with it.
        if (depth === target + 1) break;
        depth -= 1;
      } else if (byte === newline) line += 1;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#isEscaped = isEscaped;
    this.#line = line;
    return index;
  }

  #passStringByte(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) {
      this.#inString = false;
      return;
    }
    if (this.#depth === 1 && this.#word.length < longestKey) this.#word += String.fromCharCode(byte);
  }

  #passSpace(byte: number, chunk: Buffer, index: number): void {
    if (byte === newline) this.#line += 1;
    if (this.#inScalar) this.#endScalar(chunk, index);
  }

  #startDocument(byte: number, index: number): void {
    if (byte === openBrace) {
      this.#document = new Capture(index, this.#line);
      this.#key = '';
      this.#hasOcid = false;
    } else if (byte === openBracket) this.#listDepth = 1;
    else throw new SourceFormatError(`This is not JSON: line ${this.#line} starts with neither { nor [.`);
    this.#depth = 1;
  }

  #insideDocument(byte: number, chunk: Buffer, index: number): void {
    if (byte === quote) {
      this.#inString = true;
      if (this.#depth === 1) this.#word = '';
    } else if (byte === openBrace || byte === openBracket) {
      this.#depth += 1;
      if (byte === openBracket && this.#depth === 2 && this.#isListKey()) {
        this.#listDepth = 2;
        this.#document?.keep(chunk, index + 1);
      }
    } else if (byte === closeBrace || byte === closeBracket) {
      this.#depth -= 1;
      this.#close(byte, chunk, index);
    } else if (this.#depth === 1 && byte === colon) {
      this.#key = this.#word;
      if (this.#key === 'ocid') this.#hasOcid = true;
    } else if (this.#depth === 1 && byte === comma) this.#key = '';
  }

  #isListKey(): boolean {
    return this.#document !== null && !this.#hasOcid && (this.#key === 'releases' || this.#key === 'records');
  }

  #close(byte: number, chunk: Buffer, index: number): void {
    if (this.#element !== null && this.#depth === this.#listDepth) {
      this.#pieces.push({
        raw: this.#element.finish(chunk, index + 1),
        line: this.#element.line,
        kind: 'element',
      });
      this.#element = null;
    } else if (this.#depth === 0) {
      if (byte !== closeBrace || this.#document === null) throw this.#wrongBracket();
      this.#pieces.push({
        raw: this.#document.finish(chunk, index + 1),
        line: this.#document.line,
        kind: 'document',
      });
      this.#document = null;
    }
  }

  #betweenElements(byte: number, chunk: Buffer, index: number): void {
    if (this.#inScalar) {
      if (byte !== comma && byte !== closeBracket) return;
      this.#endScalar(chunk, index);
    }
    if (byte === comma) return;
    if (byte === closeBracket) {
      this.#depth -= 1;
      this.#listDepth = 0;
      this.#key = '';
      this.#document?.resumeAt(index);
      return;
    }
    if (byte === closeBrace) throw this.#wrongBracket();
    this.#element = new Capture(index, this.#line);
    if (byte === openBrace || byte === openBracket) this.#depth += 1;
    else {
      // A number, word or string: no release, but it must be passed over to find the next element.
      this.#inScalar = true;
      this.#inString = byte === quote;
    }
  }

  #endScalar(chunk: Buffer, index: number): void {
    if (this.#element !== null) {
      this.#pieces.push({
        raw: this.#element.finish(chunk, index),
        line: this.#element.line,
        kind: 'element',
      });
    }
    this.#element = null;
    this.#inScalar = false;
  }

  #wrongBracket(): SourceFormatError {
    return new SourceFormatError(
      `The JSON is damaged near line ${this.#line} (a bracket does not match); fetch the file again.`,
    );
  }
}
