const EVERY_MS = 3_000;
const NOTES = [587, 784, 587, 784] as const;

/** A soft ring, twice in a row and again, made without a file. Silent where the page has not been touched yet. */
export class RingTone {
  private _timer: ReturnType<typeof setInterval> | undefined;
  private _context: AudioContext | null = null;

  start(): void {
    if (this._timer !== undefined) return;
    this._play();
    this._timer = setInterval(() => this._play(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this._timer);
    this._timer = undefined;
    void this._context?.close();
    this._context = null;
  }

  private _play(): void {
    this._context ??= new AudioContext();
    const { currentTime, destination } = this._context;
    for (const [at, pitch] of NOTES.entries()) {
      const begin = currentTime + at * 0.22;
      const tone = new OscillatorNode(this._context, { frequency: pitch, type: "sine" });
      const volume = new GainNode(this._context, { gain: 0 });
      volume.gain.setTargetAtTime(0.08, begin, 0.02);
      volume.gain.setTargetAtTime(0, begin + 0.12, 0.05);
      tone.connect(volume).connect(destination);
      tone.start(begin);
      tone.stop(begin + 0.35);
    }
  }
}
