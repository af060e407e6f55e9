/** An expected outcome as a value: faults are thrown, outcomes are returned. */
export type Result<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Refusal };

export const ok = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });
export const refused = <Refusal>(error: Refusal): Result<never, Refusal> => ({ ok: false, error });

/** Closes a `switch` over a union: a new member without a case fails the build. */
export function assertNever(value: never): never {
  throw new Error(`Not a member of the union: ${JSON.stringify(value)}`);
}
