import ipaddr from 'ipaddr.js';

/** Of all IPv6 addresses these alone are handed out for the internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Public by its number, yet the host's own: Azure's machines are told their settings there. */
const HOSTS_OWN: readonly string[] = ['168.63.129.16'];

/** Whether an address, IPv4 or IPv6 in any writing, is one of the internet; one inside another is looked at itself. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast' || HOSTS_OWN.includes(address.toString())) return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
}
