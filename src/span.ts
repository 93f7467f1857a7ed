/** Half-open range of UTF-16 offsets in one file of the snapshot. Lines and columns belong to the reporters. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A stretch of built text and the source it was written in.
 * `exact` says that both have the same length and correspond character by character
 * (not so for escapes and formatted values: those map as a whole).
 */
export interface Piece {
  /** Offset in the built text. Pieces are in order and cover the text without gaps. */
  readonly start: number;
  readonly end: number;
  readonly source: Span;
  readonly exact: boolean;
}
