const Z = 1.96; // 95 %

/**
 * Where the true share lies with 95 % confidence when `hits` of `of` were seen (Wilson's score interval, which also holds for
 * few and for none).
 * @param of at least 1
 */
export function wilson(hits: number, of: number): { low: number; high: number } {
  const share = hits / of;
  const spread = Z ** 2 / of;
  const middle = share + spread / 2;
  const reach = Z * Math.sqrt((share * (1 - share)) / of + spread / (4 * of));
  return { low: Math.max(0, (middle - reach) / (1 + spread)), high: Math.min(1, (middle + reach) / (1 + spread)) };
}
