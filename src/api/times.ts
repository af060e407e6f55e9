/** An instant as the contract writes it: UTC with six digits of a second. */
export const timeText = (instant: Date): string => instant.toISOString().replace('Z', '000Z');
