import { isPublicAddress } from '../../../src/adapters/http/public-address';
import { NOT_PUBLIC, PUBLIC } from './addresses';

test.each([...NOT_PUBLIC, 'not an address', ''])('%j is no address of the internet', (address) =>
  expect(isPublicAddress(address)).toBe(false),
);
test.each(PUBLIC)('%s is one', (address) => expect(isPublicAddress(address)).toBe(true));
