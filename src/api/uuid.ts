const HEX = /^[0-9a-f]{32}$/;

/** Reads a UUID as leniently as Notify does (upper case, no hyphens, braces, `urn:uuid:`) into lower case with hyphens. */
export function readUuid(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const hex = value
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^\{(.*)\}$/, '$1')
    .replaceAll('-', '');
  return HEX.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined;
}
