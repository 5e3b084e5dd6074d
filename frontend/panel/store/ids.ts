/** UUIDs of version 7 (RFC 9562), which never go back although the clock of a device may. */

export class Ids {
  private last = 0;
  private counter = 0;

  constructor(
    private readonly clock: () => number,
    private readonly random: (count: number) => Uint8Array = (count) =>
      crypto.getRandomValues(new Uint8Array(count)),
  ) {}

  next(): string {
    const now = this.clock();
    if (now > this.last) {
      this.last = now;
      this.counter = 0;
    } else {
      this.counter += 1;
      // 12 bits of the millisecond's own order; past them the time goes on by one.
      if (this.counter > 0xfff) {
        this.last += 1;
        this.counter = 0;
      }
    }
    const bytes = this.random(8);
    bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
    const tail = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const time = this.last.toString(16).padStart(12, "0");
    const order = this.counter.toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }
}
