/** Exact decimals as the server writes them: 0.1 and 0.2 are 0.3. None is below nothing. */

export function sum(first: string, second: string): string {
  const places = placesOf(first, second);
  return written(scaled(first, places) + scaled(second, places), places);
}

/** What is left of the first when the second is taken away; "0" where that is more. */
export function rest(all: string, taken: string): string {
  const places = placesOf(all, taken);
  const left = scaled(all, places) - scaled(taken, places);
  return left > 0n ? written(left, places) : "0";
}

export function lesser(first: string, second: string): string {
  return isNothing(rest(first, second)) ? first : second;
}

export function isNothing(decimal: string): boolean {
  return !/[1-9]/.test(decimal);
}

function placesOf(...decimals: string[]): number {
  return Math.max(...decimals.map((one) => one.split(".")[1]?.length ?? 0));
}

function scaled(decimal: string, places: number): bigint {
  const [whole = "0", part = ""] = decimal.split(".");
  return BigInt(whole + part.padEnd(places, "0"));
}

function written(value: bigint, places: number): string {
  if (places === 0) return value.toString();
  const digits = value.toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
