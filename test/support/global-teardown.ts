/** Ends what `global-setup.ts` started. */
async function globalTeardown(): Promise<void> {
  await globalThis.postroomTestProcesses?.end();
}

export = globalTeardown;
