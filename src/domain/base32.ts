const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS = 5n;

/** The first `5 × length` bits of a hex number in the alphabet of RFC 4648; `length` must be a multiple of 4. */
export function base32Of(hex: string, length: number): string {
  let bits = BigInt(`0x${hex.slice(0, (length * 5) / 4)}`);
  let text = '';
  while (text.length < length) {
    text = `${ALPHABET[Number(bits & 31n)]}${text}`;
    bits >>= BITS;
  }
  return text;
}
