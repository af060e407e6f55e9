export interface BatchLimits {
  readonly maxBytes: number;
  readonly maxLetters: number;
}
