/** RFC 1918, 6598, 1122, 3927, 5771 and this-network addresses are not public; documentation's are taken as public. */
export function isPublicIPv4(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 172 && b >= 16 && b <= 31) return false;
  if ((a === 192 && b === 168) || (a === 169 && b === 254)) return false;
  return !(a === 100 && b >= 64 && b <= 127);
}
