/** The 127 postcode areas, Jersey, Guernsey and the Isle of Man among them (alphagov/notifications-utils, uk-postcode-zones). */
const AREAS =
  'AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY ' +
  'G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR ' +
  'NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD ' +
  'WF WN WR WS WV YO ZE';
const POSTCODE = new RegExp(`^((?:${AREAS.replaceAll(' ', '|')})[0-9][0-9A-Z]?)([0-9][ABD-HJLNP-UW-Z]{2})$`);

/** A line that is a UK postcode and nothing else, as it is printed: `SW1A 1AA`, from any case and spacing. */
export function parsePostcode(line: string): string | undefined {
  const [, outward, inward] = POSTCODE.exec(line.replace(/\s/gu, '').toUpperCase()) ?? [];
  return outward && inward && `${outward} ${inward}`;
}
