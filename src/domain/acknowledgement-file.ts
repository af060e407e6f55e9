export interface AcknowledgementLine {
  /** Upper case. */
  readonly zipName: string;
  readonly at: Date;
}
