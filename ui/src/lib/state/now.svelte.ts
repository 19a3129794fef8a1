/** The present moment, once a second, for clocks and countdowns. */
class Now {
  /** Unix milliseconds. */
  at = $state(Date.now());

  /** Starts ticking; returns the way to stop. */
  start(): () => void {
    this.at = Date.now();
    const timer = setInterval(() => (this.at = Date.now()), 1000);
    return () => clearInterval(timer);
  }
}

export const now = new Now();
